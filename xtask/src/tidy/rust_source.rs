//! A Rust file as a flat row of tokens, without its tests, comments and attributes.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token and the line that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word(String),
    Sign(char),
    /// A string literal: what stands between its quotes, escapes as written.
    Text(String),
    /// Another literal.
    Number,
}

/// What is left of a file.
#[derive(Debug, Default)]
pub(super) struct RustSource {
    pub(super) tokens: Vec<Token>,
    /// Names of modules that stand in files of their own and are for tests only.
    pub(super) test_modules: Vec<String>,
}

impl RustSource {
    /// Reads the text of a file; `None` where it is no row of Rust tokens.
    pub(super) fn read(text: &str) -> Option<RustSource> {
        let mut source = RustSource::default();
        source.flatten(text.parse().ok()?);
        Some(source)
    }

    fn flatten(&mut self, stream: TokenStream) {
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            let line = tree.span().start().line;
            match tree {
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    trees.next_if(|tree| is_sign(tree, '!'));
                    let attribute = trees.next_if(|tree| is_group(tree, Delimiter::Bracket));
                    if attribute.is_some_and(|attribute| is_for_tests(&attribute)) {
                        self.skip_item(&mut trees);
                    }
                }
                TokenTree::Punct(sign) => self.push(Kind::Sign(sign.as_char()), line),
                TokenTree::Ident(word) => self.push(Kind::Word(word.to_string()), line),
                TokenTree::Literal(literal) => {
                    let text = within_quotes(&literal.to_string()).map(str::to_owned);
                    self.push(text.map_or(Kind::Number, Kind::Text), line);
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        Delimiter::None => (' ', ' '),
                    };
                    self.push(Kind::Sign(open), line);
                    self.flatten(group.stream());
                    self.push(Kind::Sign(close), group.span_close().start().line);
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, line: usize) {
        self.tokens.push(Token { kind, line });
    }

    /// Passes over the item that an attribute of tests stands before.
    fn skip_item(&mut self, trees: &mut impl Iterator<Item = TokenTree>) {
        let mut words = Vec::new();
        for tree in trees {
            match tree {
                TokenTree::Ident(word) => words.push(word.to_string()),
                tree if is_group(&tree, Delimiter::Brace) => return,
                tree if is_sign(&tree, ';') => {
                    if let [.., module, name] = words.as_slice()
                        && module == "mod"
                    {
                        self.test_modules.push(name.clone());
                    }
                    return;
                }
                _ => {}
            }
        }
    }
}

/// What stands between the quotes of a string literal; `None` for literals of other types.
fn within_quotes(literal: &str) -> Option<&str> {
    let bare = literal.strip_prefix('r').map_or(literal, |raw| raw.trim_matches('#'));
    bare.strip_prefix('"')?.strip_suffix('"')
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_group(tree: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Whether an attribute is `[test]` or a `[cfg(…)]` that asks for tests.
fn is_for_tests(attribute: &TokenTree) -> bool {
    let TokenTree::Group(group) = attribute else { return false };
    let text = group.stream().to_string().replace(' ', "");
    let asks = text.strip_prefix("cfg(").is_some_and(|asked| {
        asked.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
            && !asked.contains("not(test)")
    });
    text == "test" || asks
}

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_comments_and_attributes_are_left_out() {
        let text = r##"
            //! "in docs"
            #[doc = "in an attribute"]
            pub fn kept<'a>(x: &'a str) -> char { let y = r#"raw "kept""#; 'c' }
            #[cfg(test)]
            #[path = "x"]
            mod apart;
            #[cfg(all(test, unix))]
            mod tests { const A: &str = "in tests"; }
            #[cfg(not(test))]
            const B: &str = "plain\n";
            /* "in a comment" */
        "##;
        let source = RustSource::read(text).unwrap();
        let texts: Vec<_> = source
            .tokens
            .iter()
            .filter_map(|token| match &token.kind {
                Kind::Text(text) => Some((text.as_str(), token.line)),
                _ => None,
            })
            .collect();
        assert_eq!(texts, [("raw \"kept\"", 4), ("plain\\n", 11)]);
        assert_eq!(source.test_modules, ["apart"]);
    }

    #[test]
    fn what_is_no_rust_is_told() {
        assert!(RustSource::read("fn f( {").is_none());
    }
}
