//! PDF files to articles.

use super::*;

/// A file of pages with these operations; without a table of its objects, which readers make anew.
fn file(pages: &[String], information: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 10 + 2 * at)).collect();
    let mut out = format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
         2 0 obj <</Type/Pages/Kids[{}]/Count {}>> endobj\n\
         3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n\
         4 0 obj <<{information}>> endobj\n",
        kids.join(" "),
        pages.len()
    );
    for (at, content) in pages.iter().enumerate() {
        out += &format!(
            "{} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>> \
             endobj\n{} 0 obj <</Length {}>> stream\n{content}\nendstream endobj\n",
            10 + 2 * at,
            11 + 2 * at,
            11 + 2 * at,
            content.len()
        );
    }
    (out + "trailer <</Root 1 0 R/Info 4 0 R/Size 99>>\n%%EOF\n").into_bytes()
}

/// Operations that write lines at places: size, x, y, text.
fn at(lines: &[(f32, f32, f32, &str)]) -> String {
    let one =
        |(size, x, y, text): &(f32, f32, f32, &str)| format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n");
    lines.iter().map(one).collect()
}

fn read(bytes: &[u8]) -> Result<Input, Fault> {
    pdf("a.pdf", bytes, &Told::default(), &Options::default())
}

fn paragraphs(input: &Input) -> Vec<&str> {
    input.article.text.trim().split("\n\n").collect()
}

#[test]
fn lines_become_paragraphs_and_words_are_whole_again() {
    let page = at(&[
        (20.0, 70.0, 780.0, "Bridge closed after storm"),
        (10.0, 70.0, 755.0, "12 March 2024"),
        (10.0, 70.0, 730.0, "The old bridge over the Lind was closed on Monday after a storm had dam-"),
        (10.0, 70.0, 718.0, "aged two of its piers, the harbour office said. Engineers are to look at both"),
        (10.0, 70.0, 706.0, "of them on Thursday."),
        (10.0, 70.0, 682.0, "Drivers are asked to use the ferry at Oberlind instead, which takes longer,"),
        (10.0, 70.0, 670.0, "the mayor of Nord-"),
        (10.0, 70.0, 658.0, "Oberlind said."),
    ]);
    let information =
        "/Title(Microsoft Word - bridge.doc)/Author(Ana Ruiz)/CreationDate(D:20240313083000+01'00')";
    let input = read(&file(&[page], information)).unwrap();
    assert_eq!(
        paragraphs(&input),
        [
            "Bridge closed after storm",
            "12 March 2024",
            "The old bridge over the Lind was closed on Monday after a storm had damaged two of its piers, the harbour \
             office said. Engineers are to look at both of them on Thursday.",
            "Drivers are asked to use the ferry at Oberlind instead, which takes longer, the mayor of Nord-Oberlind said.",
        ]
    );
    let article = &input.article;
    assert_eq!(article.title.as_deref(), Some("Bridge closed after storm"));
    assert_eq!(article.bylines, ["Ana Ruiz"]);
    assert_eq!(article.published.edtf.as_deref(), Some("2024-03-12"));
    assert_eq!(article.published.because[0].rule, "a line of the file: 12 March 2024");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut lines = vec![(18.0, 70.0, 780.0, "Ferry strike enters second week")];
    let left = [
        "Crews of the island ferries",
        "stayed on shore on Friday.",
        "Their union asks for more",
        "pay, and the com-",
    ];
    let right = ["pany says that it has none", "to give.", "Talks go on next week in", "Lindau."];
    for (at, (left, right)) in left.iter().zip(&right).enumerate() {
        let y = 740.0 - 12.0 * at as f32;
        lines.extend([(10.0, 70.0, y, *left), (10.0, 300.0, y, *right)]);
    }
    let input = read(&file(&[at(&lines)], "/CreationDate(D:20240312)")).unwrap();
    assert_eq!(
        input.article.text,
        "Ferry strike enters second week\n\nCrews of the island ferries stayed on shore on Friday. Their union asks for more \
         pay, and the company says that it has none to give.\n\nTalks go on next week in Lindau.\n"
    );
    // The day of the file is taken for want of a better one.
    assert_eq!(input.article.published.edtf.as_deref(), Some("2024-03-12"));
    assert_eq!(input.article.published.basis, Basis::Assumed);
    let options = Options::default().published(Some("2024-03-10".to_owned()));
    let given =
        pdf("a.pdf", &file(&[at(&lines)], "/CreationDate(D:20240312)"), &Told::default(), &options).unwrap();
    assert_eq!(given.article.published.edtf.as_deref(), Some("2024-03-10"));
}

#[test]
fn what_pages_repeat_is_no_part_of_the_article() {
    let page = |number: usize| {
        let (head, foot) = ("Lindau Herald", format!("Page {number} of 3"));
        let body =
            format!("Report number {} about the bridge over the Lind.", ["one", "two", "three"][number - 1]);
        at(&[(8.0, 70.0, 820.0, head), (10.0, 70.0, 700.0, &body), (8.0, 300.0, 30.0, &foot)])
    };
    let input = read(&file(&[page(1), page(2), page(3)], "")).unwrap();
    assert_eq!(paragraphs(&input).len(), 9);
    let parts: Vec<&str> = input.article.parts.iter().map(|part| part.of(&input.article.text)).collect();
    assert_eq!(parts.len(), 3, "{parts:?}");
    assert!(parts.iter().all(|part| part.starts_with("Report number")));
}

#[test]
fn gaps_are_blanks_and_bold_print_is_read_once() {
    let page = "BT /F 10 Tf 70 700 Td [(The) -300 (bri) 20 (dge)] TJ ET BT /F 10 Tf 120 700 Td (closed.) Tj ET \
                BT /F 10 Tf 120.3 700 Td (closed.) Tj ET";
    assert_eq!(read(&file(&[page.to_owned()], "")).unwrap().article.text, "The bridge closed.\n");
}

#[test]
fn bad_files_are_one_line_each() {
    let reason = |bytes: &[u8]| read(bytes).unwrap_err().reason;
    assert!(reason(b"%PDF-1.4\nnothing").starts_with("is a PDF that cannot be read"));
    assert_eq!(reason(&file(&["0 0 100 100 re f".to_owned()], "")), "is a PDF without text, perhaps scanned");
    // Cut anywhere and with any byte changed it gives an article or a fault, and ends.
    let whole = file(&[at(&[(10.0, 70.0, 700.0, "The bridge was closed.")])], "/CreationDate(D:2024)");
    for at in (0..whole.len()).step_by(7) {
        let _ = read(&whole[..at]);
        for byte in [0, b'(', b'<', b'9', 0xff] {
            let mut changed = whole.clone();
            changed[at] = byte;
            let _ = read(&changed);
        }
    }
    // A drawing that draws itself.
    let mut around = file(&["/X Do".to_owned()], "");
    let text = String::from_utf8(std::mem::take(&mut around)).unwrap();
    let text = text.replace("/Font<</F 3 0 R>>", "/XObject<</X 50 0 R>>");
    let form =
        "50 0 obj <</Type/XObject/Subtype/Form/Length 11>> stream\n/X Do /X Do\nendstream endobj\ntrailer";
    assert!(reason(text.replace("trailer", form).as_bytes()).contains("without text"));
}

#[test]
fn days_of_files_have_their_zone() {
    let at = |stated| made(stated, "ModDate").map(|days| (days.edtf.unwrap(), days.at));
    let day = || "2024-03-12".to_owned();
    assert_eq!(at("D:20240312093000+01'00'"), Some((day(), Some("2024-03-12T09:30:00+01:00".to_owned()))));
    assert_eq!(at("20240312093000Z"), Some((day(), Some("2024-03-12T09:30:00Z".to_owned()))));
    assert_eq!(at("D:20240312"), Some((day(), None)));
    assert_eq!((at("D:2024"), at("yesterday")), (None, None));
}
