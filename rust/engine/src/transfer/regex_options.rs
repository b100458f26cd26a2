//! The options of a regular expression.

use std::borrow::Cow;

/// The options in alphabetical order, character by character (BSON specification, "Regular expression").
/// Bytes that are no UTF-8 stay as they are: whoever writes them reports that.
pub(super) fn sorted(options: &[u8]) -> Cow<'_, [u8]> {
    if options.is_ascii() && options.is_sorted() {
        return Cow::Borrowed(options);
    }
    let Ok(text) = std::str::from_utf8(options) else {
        return Cow::Borrowed(options);
    };
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    Cow::Owned(characters.into_iter().collect::<String>().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn options_are_sorted_by_characters_and_never_torn() {
        for (given, wanted) in [
            ("ims", "ims"),
            ("xi", "ix"),
            ("", ""),
            ("é", "é"),
            ("éi", "ié"),
        ] {
            assert_eq!(sorted(given.as_bytes()).as_ref(), wanted.as_bytes());
        }
        assert_eq!(sorted(&[0xc3, 0x28]).as_ref(), [0xc3, 0x28]);
    }
}
