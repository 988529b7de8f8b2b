//! Mail (RFC 5322, MIME) with what is attached, and pages saved as mail (MHTML).

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::article::{Told, of_page, of_text};
use crate::containers::{Member, Ready, Step};
use crate::kind;
use crate::page::day;
use crate::{Fault, Input, Options};

/// The article of a mail and the files that it brings along.
pub(crate) fn mail(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Ready, Fault> {
    let no_mail = || Fault::advised("is no mail and no saved page", "save the article's text as .txt");
    let message = MessageParser::default()
        .parse(bytes)
        .filter(|message| message.headers().len() > 1)
        .ok_or_else(no_mail)?;
    let own = match own_article(&message, file, bytes, told, options) {
        Ok(input) => Some(Step::Input(Box::new(input))),
        Err(fault) => Some(Step::Failed(fault.at(file, None))),
    };
    let attached = message.attachments().filter_map(|part| attached(part, file));
    let attached: Vec<Step> = attached.take(MOST_ATTACHED).collect();
    // A mail that only brings files is no fault.
    let own = own.filter(|own| attached.is_empty() || matches!(own, Step::Input(_)));
    Ok(Ready(own.into_iter().chain(attached).collect::<Vec<_>>().into_iter()))
}

/// Files of a mail that are read.
const MOST_ATTACHED: usize = 200;

/// A file that a mail brings along, if it is of a kind that is read.
fn attached(part: &MessagePart<'_>, file: &str) -> Option<Step> {
    let name = part.attachment_name()?.replace(['/', '\\'], "_");
    let kind = part.content_type().and_then(|kind| {
        kind::by_media_type(
            &format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase(),
        )
    });
    if !(kind::is_read(&name) || kind::by_name(&name).is_none() && kind.is_some()) {
        return None;
    }
    let bytes = match &part.body {
        PartType::Message(message) => message.raw_message().to_vec(),
        _ => part.contents().to_vec(),
    };
    let file = format!("{file}/{name}");
    Some(Step::Member(Box::new(Member { file, bytes, kind, told: Told::default() })))
}

/// The article of a mail: its page if it is a saved one, else its text.
fn own_article(
    message: &Message<'_>,
    file: &str,
    bytes: &[u8],
    told: &Told,
    options: &Options,
) -> Result<Input, Fault> {
    let date = message.date().and_then(|date| day::stated("the mail's Date", &date.to_rfc3339()));
    let mut told = told.clone();
    let saved = message.header_raw("Snapshot-Content-Location").map(|url| url.trim().to_owned());
    let root = message.html_bodies().next();
    let location = saved.or_else(|| root.and_then(|part| part.content_location()).map(str::to_owned));
    let is_page =
        message.content_type().is_some_and(|kind| kind.subtype() == Some("related")) && location.is_some();
    if is_page {
        told.url = told.url.or(location.filter(|url| url.starts_with("http")));
    } else {
        told.title = told.title.or_else(|| message.subject().map(str::to_owned));
        told.published = told.published.or(date);
    }
    let text = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    });
    if let Some(text) = text.filter(|_| !is_page) {
        return of_text(file, text, "message/rfc822", bytes, &told, options, None);
    }
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) if !html.trim().is_empty() => Some(html.to_string()),
        _ => None,
    });
    let html = html.ok_or_else(|| Fault::new("is a mail without text"))?;
    let media_type = if is_page { "multipart/related" } else { "message/rfc822" };
    of_page(file, &html, media_type, bytes, &told, options, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The article of the mail itself, and the files that it brings along.
    fn read_all(text: &str) -> Result<(Option<Input>, Vec<String>), String> {
        let bytes = text.replace('\n', "\r\n");
        let steps = mail("m.eml", bytes.as_bytes(), &Told::default(), &Options::default());
        let (mut own, mut files) = (None, Vec::new());
        for step in steps.map_err(|fault| fault.reason)?.0 {
            match step {
                Step::Input(input) => own = Some(*input),
                Step::Member(member) => {
                    files.push(format!("{}: {}", member.file, String::from_utf8_lossy(&member.bytes).trim()));
                }
                Step::Failed(error) => return Err(error.to_string()),
                Step::Passed | Step::Link(_) => {}
            }
        }
        Ok((own, files))
    }

    fn read(text: &str) -> Result<Input, String> {
        Ok(read_all(text)?.0.expect("an article of its own"))
    }

    #[test]
    fn what_is_attached_is_read_if_it_can_be() {
        let head = "From: Ana <ana@example.org>\nSubject: Two reports\nMIME-Version: 1.0\n\
                    Content-Type: multipart/mixed; boundary=b\n\n";
        let attached = "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"../a/b.txt\"\n\n\
                        The bridge was closed.\n--b\nContent-Type: image/png\n\
                        Content-Disposition: attachment; filename=map.png\n\nx\n--b--\n";
        let (own, files) =
            read_all(&format!("{head}--b\nContent-Type: text/plain\n\nSee below.\n{attached}")).unwrap();
        assert_eq!(own.unwrap().article.text.trim(), "See below.");
        assert_eq!(files, ["m.eml/.._a_b.txt: The bridge was closed."]);
        let (own, files) = read_all(&format!("{head}{attached}")).unwrap();
        assert_eq!((own.is_some(), files.len()), (false, 1));
    }

    #[test]
    fn mails_and_saved_pages() {
        let plain = read(
            "From: Ana <ana@example.org>\nDate: Tue, 12 Mar 2024 09:30:00 +0100\nSubject: =?utf-8?q?Br=C3=BCcke?= closed\n\
             Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 closed.\n",
        );
        let article = plain.unwrap().article;
        assert_eq!(
            (article.text.trim(), article.title.as_deref()),
            ("The café closed.", Some("Brücke closed"))
        );
        assert_eq!(article.published.at.as_deref(), Some("2024-03-12T09:30:00+01:00"));
        let saved = read(
            "From: <Saved by a browser>\nSnapshot-Content-Location: https://example.org/a\nSubject: A\n\
             Date: Wed, 13 Mar 2024 09:30:00 +0100\nMIME-Version: 1.0\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\n\
             Content-Location: https://example.org/a\n\n<h1>Bridge closed</h1><p>The bridge was closed on Monday.</p>\n--b\n\
             Content-Type: image/png\nContent-Location: https://example.org/i.png\n\nx\n--b--\n",
        );
        let article = saved.unwrap().article;
        assert!(article.text.starts_with("Bridge closed\n\nThe bridge"), "{:?}", article.text);
        assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(article.published.edtf, None);
        assert!(read("").is_err() && read("no mail at all").is_err());
    }
}
