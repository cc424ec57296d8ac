//! What a browser printed to the PDF that is kept: dated by its data, numbered by its page, naming its
//! title, author and subject, with whole titles in its outline.

use super::About;
use super::pdf::Pdf;
use super::text;
use super::{names, outline};
use crate::provenance;
use chrono::NaiveDate;

/// Finishes a file. Nothing of the clock of the machine stays in it.
pub(super) fn finish(
    printed: &[u8],
    page: &[u8],
    about: &About,
    printer: &str,
) -> Result<Vec<u8>, String> {
    let html = String::from_utf8_lossy(page);
    let mut pdf = Pdf::parse(printed)?;
    let title = title(pdf.info()).ok_or("it has no title")?;
    let tool = format!("boardpack {}", env!("CARGO_PKG_VERSION"));
    outline::mend(&mut pdf, &html);
    names::renumber(&mut pdf);
    let date = format!("D:{}000000Z", about.date.format("%Y%m%d"));
    let info = [
        ("Title", text::string(&title)),
        ("Author", text::string(&about.author)),
        ("Subject", text::string(&about.subject)),
        ("Creator", text::string(&tool)),
        ("Producer", text::string(printer)),
        ("CreationDate", format!("({date})")),
        ("ModDate", format!("({date})")),
    ];
    let info: Vec<String> = info
        .iter()
        .map(|(key, value)| format!("/{key} {value}"))
        .collect();
    *pdf.info() = format!("\n<<{}>>\n", info.join("\n")).into_bytes();
    let packet = packet(&title, about, &tool, printer);
    let stream = format!(
        "\n<</Type /Metadata\n/Subtype /XML\n/Length {}>> stream\n{packet}\nendstream\n",
        packet.len()
    );
    let metadata = pdf.add(stream.into_bytes());
    let root = pdf.root();
    let end = root
        .windows(2)
        .rposition(|at| at == b">>")
        .ok_or("its root has no end")?;
    let entry = format!("\n/Metadata {metadata} 0 R");
    root.splice(end..end, entry.into_bytes());
    // Thirty-two digits, as many as the format gives an identity.
    let mut id = provenance::hash(page);
    id.truncate(32);
    Ok(pdf.write(&id))
}

/// The title that the browser took from the page.
fn title(info: &[u8]) -> Option<String> {
    let key = b"/Title ";
    let at = super::pdf::find(info, key)? + key.len();
    let (title, _) = text::read(&info[at..])?;
    Some(title)
}

/// The same once more, for programs that read no dictionary.
fn packet(title: &str, about: &About, tool: &str, printer: &str) -> String {
    let [title, author, subject, tool, printer] =
        [title, &about.author, &about.subject, tool, printer].map(escaped);
    let date = NaiveDate::format(&about.date, "%Y-%m-%dT00:00:00Z");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Producer>{printer}</pdf:Producer>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end=\"r\"?>"
    )
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}
