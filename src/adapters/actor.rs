//! A name or address of a person to a hash that only the holder of the key could have made: the same
//! person is the same actor in every source that names them alike, and nobody can try names out.
//!
//! HMAC-SHA256 (RFC 2104), of which 48 bits are kept: enough to tell people of one company apart.

use crate::model::hex;
use sha2::{Digest as _, Sha256};

/// Bytes that SHA-256 takes at once.
const BLOCK: usize = 64;

/// What actors are hashed with. It is never printed.
#[derive(Clone)]
pub struct Key([u8; BLOCK]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// Digits of a key as its file has it.
    pub const DIGITS: usize = 64;

    /// A key of secret bytes.
    pub fn new(secret: &[u8; Self::DIGITS / 2]) -> Self {
        let mut block = [0; BLOCK];
        for (to, from) in block.iter_mut().zip(secret) {
            *to = *from;
        }
        Self(block)
    }

    /// The key that a file holds: 64 hexadecimal digits and a line's end.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.trim_ascii();
        let mut secret = [0; Self::DIGITS / 2];
        if digits.len() != Self::DIGITS || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        for (n, byte) in secret.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(n * 2..n * 2 + 2)?, 16).ok()?;
        }
        Some(Self::new(&secret))
    }

    /// What the file of a key of these secret bytes holds.
    pub fn text(secret: &[u8; Self::DIGITS / 2]) -> String {
        format!("{}\n", hex(secret))
    }

    /// `a-` and twelve digits. Upper and lower case are one, and so are spaces around.
    pub fn actor(&self, who: &str) -> String {
        let who = who.trim().to_lowercase();
        let hash = hex(self.hmac(who.as_bytes()));
        format!("a-{}", hash.get(..12).unwrap_or_default())
    }

    fn hmac(&self, message: &[u8]) -> [u8; 32] {
        let pad = |with: u8| self.0.map(|byte| byte ^ with);
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message);
        let outer = Sha256::new().chain_update(pad(0x5c));
        outer.chain_update(inner.finalize()).finalize().into()
    }
}

/// Whether a name says that a program bears it, as forges write it.
pub(super) fn is_bot(name: &str) -> bool {
    name.contains("[bot]")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Case 2 of RFC 4231, whose key is shorter than a block as ours is.
    #[test]
    fn the_hash_is_hmac_sha256() {
        let mut block = [0; BLOCK];
        for (to, from) in block.iter_mut().zip(b"Jefe") {
            *to = *from;
        }
        let hash = Key(block).hmac(b"what do ya want for nothing?");
        assert_eq!(
            hex(hash),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let secret = [0xA7; 32];
        let key = Key::read(&Key::text(&secret));
        let again = key.map(|key| key.actor("Ada@Example.org "));
        assert_eq!(again, Some(Key::new(&secret).actor("ada@example.org")));
        for bad in ["", "a7", &"g".repeat(64), &"é".repeat(32), &"a".repeat(65)] {
            assert!(Key::read(bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{:?}", Key::new(&secret)), "Key");
    }
}
