//! Mail (RFC 5322, MIME) and pages saved as mail (MHTML).

use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::article::{Told, of_page, of_text};
use crate::page::day;
use crate::{Fault, Input, Options};

/// The article of a mail: its page if it is a saved one, else its text.
pub(crate) fn mail(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Input, Fault> {
    let no_mail = || Fault::advised("is no mail and no saved page", "save the article's text as .txt");
    let message = MessageParser::default()
        .parse(bytes)
        .filter(|message| message.headers().len() > 1)
        .ok_or_else(no_mail)?;
    let date = message.date().and_then(|date| day::find(&date.to_rfc3339(), false));
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
        told.published = told.published.or_else(|| date.map(|date| date.days()));
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

    fn read(text: &str) -> Result<Input, Fault> {
        mail("m.eml", text.replace('\n', "\r\n").as_bytes(), &Told::default(), &Options::default())
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
