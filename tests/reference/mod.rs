//! Parts of documents that are made of the code.

use std::path::Path;

/// Holds what stands in a document between its marks against what is due; `BLESS=1` writes it. `name` is
/// of the part, `test` of the test that was asked.
pub(crate) fn hold(document: &str, (name, test): (&str, &str), due: &str) {
    let begin = format!("<!-- {name}: written by `BLESS=1 cargo test --test {test}` -->\n");
    let end = format!("<!-- end of the {name} -->");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(&begin).unwrap();
    let (there, tail) = rest.split_once(&end).unwrap();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{head}{begin}{due}{end}{tail}")).unwrap();
        return;
    }
    assert!(there == due, "{document} is out of date: BLESS=1 writes it");
}
