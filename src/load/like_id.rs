//! Words to the name that they would have in files.

/// The name that was probably meant; empty where none can be told. Latin letters with marks become the
/// plain ones that are written for them.
pub(crate) fn like_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut apart = false;
    for letter in text.chars() {
        // A mark that stands behind its letter, as file systems split them.
        if matches!(letter, '\u{300}'..='\u{36f}') {
            continue;
        }
        let mut own = [0; 4];
        let plain = match plain(letter) {
            "" if letter.is_ascii_alphanumeric() => &*letter.encode_utf8(&mut own),
            plain => plain,
        };
        if plain.is_empty() {
            apart = true;
            continue;
        }
        if apart && !id.is_empty() {
            id.push('-');
        }
        apart = false;
        id.push_str(plain);
    }
    id.make_ascii_lowercase();
    id
}

/// What is written for a letter that ASCII lacks; nothing for all others.
fn plain(letter: char) -> &'static str {
    match letter {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'œ' | 'Œ' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' | 'ẞ' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "a",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "c",
        'ď' | 'đ' | 'ð' | 'Ď' | 'Đ' | 'Ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "e",
        'ğ' | 'ģ' | 'Ğ' | 'Ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'Į' | 'İ' => "i",
        'ķ' | 'Ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'Ł' | 'Ļ' | 'Ľ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'Ñ' | 'Ń' | 'Ň' | 'Ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' | 'Ō' | 'Ő' => "o",
        'ř' | 'ŕ' | 'Ř' | 'Ŕ' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'Ś' | 'Š' | 'Ş' | 'Ș' => "s",
        'ť' | 'ţ' | 'ț' | 'Ť' | 'Ţ' | 'Ț' => "t",
        'þ' | 'Þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' | 'Ų' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::like_id;

    #[test]
    fn words_become_names_that_their_readers_know_again() {
        for (words, id) in [
            ("Faster reviews", "faster-reviews"),
            ("  a -- B_c.", "a-b-c"),
            (
                "Größere Änderungen, Übersicht",
                "groessere-aenderungen-uebersicht",
            ),
            ("Délai médian à l’œuvre", "delai-median-a-l-oeuvre"),
            ("Cafe\u{301} Łódź", "cafe-lodz"),
            ("日本 Q3", "q3"),
            ("日本", ""),
        ] {
            assert_eq!(like_id(words), id, "{words}");
        }
    }
}
