//! The structure of a map file, as RON or JSON spell it, with the place of every part and every comment.
//!
//! The `ron` and `serde_json` crates decode the leaves; the structure is read here because neither crate
//! tells where a field stands or what a comment said, and both give up at the first error.

use super::{Diagnostic, Span};

/// How the text spells structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Ron,
    Json,
}

/// A value of the text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// `Name(key: value, …)`, with or without a name; in JSON `{"Name": {…}}`.
    Struct { name: String, fields: Vec<Field> },
    /// `[…]`, or a tuple `(…)`; a named tuple is `Missing("x")`.
    List { name: String, items: Vec<Node> },
    /// A string, number or word.
    Leaf,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: String,
    /// From the key's first byte to the value's last.
    pub(super) span: Span,
    pub(super) node: Node,
}

/// A text's tree and its comments, in the order in which they stand.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) comments: Vec<Span>,
}

/// Structures deeper than this are refused, so that no text can exhaust the stack. A map needs six.
const DEEPEST: usize = 32;

/// Reads the structure of a whole text.
pub(super) fn parse(text: &str, syntax: Syntax) -> Result<Tree, Diagnostic> {
    let mut parser = Parser { text, at: 0, syntax, comments: Vec::new() };
    parser.skip()?;
    while syntax == Syntax::Ron && parser.rest().starts_with("#![") {
        parser.at += parser.rest().find(']').map_or(parser.rest().len(), |end| end + 1);
        parser.skip()?;
    }
    let root = parser.node(0)?;
    parser.skip()?;
    if parser.at < text.len() {
        return Err(parser.wrong("the map ends here, but the text goes on"));
    }
    Ok(Tree { root, comments: parser.comments })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    syntax: Syntax,
    comments: Vec<Span>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn wrong(&self, message: &str) -> Diagnostic {
        Diagnostic::error(Span::at(self.at), message)
    }

    /// Passes white space and comments; remembers the comments.
    fn skip(&mut self) -> Result<(), Diagnostic> {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                let length = rest.get(..end).unwrap_or("").trim_end().len();
                self.comments.push(Span::new(self.at, self.at + length));
                self.at += end;
            } else if rest.starts_with("/*") {
                let length = block_comment(rest)
                    .ok_or_else(|| self.wrong("this comment is never closed; it needs a `*/`"))?;
                self.comments.push(Span::new(self.at, self.at + length));
                self.at += length;
            } else {
                return Ok(());
            }
        }
    }

    fn node(&mut self, depth: usize) -> Result<Node, Diagnostic> {
        if depth > DEEPEST {
            return Err(self.wrong("this is nested too deeply for a map"));
        }
        let start = self.at;
        let value = match self.peek() {
            None => return Err(self.wrong("the text ends here, in the middle of the map")),
            Some('[') => self.list(']', String::new(), depth)?,
            Some('{') => self.object(depth)?,
            Some('(') => self.parens(String::new(), depth)?,
            Some('"') => {
                self.string()?;
                Value::Leaf
            }
            Some(_) if self.syntax == Syntax::Ron && raw_string(self.rest()) => {
                self.raw_string()?;
                Value::Leaf
            }
            Some(_) => {
                let word = self.word();
                if word.is_empty() {
                    return Err(self.wrong("a value is missing here"));
                }
                let (after_word, comments) = (self.at, self.comments.len());
                self.skip()?;
                if self.peek() == Some('(') {
                    let value = self.parens(word, depth)?;
                    return Ok(unwrap_some(Node { span: Span::new(start, self.at), value }));
                }
                self.at = after_word;
                self.comments.truncate(comments);
                Value::Leaf
            }
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    /// A name, a number or a word such as `true`: everything up to white space, a bracket or a separator.
    fn word(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "()[]{},:\"/".contains(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("").to_owned()
    }

    fn string(&mut self) -> Result<(), Diagnostic> {
        let start = self.at;
        let mut escaped = false;
        for (at, c) in self.rest().char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    self.at = start + at + 1;
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(self.wrong("this text is never closed; it needs a `\"`"))
    }

    fn raw_string(&mut self) -> Result<(), Diagnostic> {
        let rest = self.rest();
        let hashes = rest.chars().skip(1).take_while(|c| *c == '#').count();
        let close = format!("\"{}", "#".repeat(hashes));
        let inner = rest.get(hashes + 2..).unwrap_or("");
        let end = inner.find(&close).ok_or_else(|| self.wrong("this raw text is never closed"))?;
        self.at += hashes + 2 + end + close.len();
        Ok(())
    }

    /// A struct where the first thing inside is a key, else a tuple.
    fn parens(&mut self, name: String, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.at;
        let comments = self.comments.len();
        self.at += 1;
        self.skip()?;
        let first = self.word();
        self.skip()?;
        let is_struct =
            !first.is_empty() && self.peek() == Some(':') || first.is_empty() && self.peek() == Some(')');
        self.at = open;
        self.comments.truncate(comments);
        if is_struct { self.fields(')', name, depth) } else { self.list(')', name, depth) }
    }

    fn list(&mut self, close: char, name: String, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip()?;
            if self.eat(close) {
                return Ok(Value::List { name, items });
            }
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            items.push(self.node(depth + 1)?);
            self.separator(open, close)?;
        }
    }

    fn fields(&mut self, close: char, name: String, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.at;
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            self.skip()?;
            if self.eat(close) {
                return Ok(Value::Struct { name, fields });
            }
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            let start = self.at;
            let key = if self.peek() == Some('"') {
                self.string()?;
                self.text.get(start + 1..self.at - 1).unwrap_or("").to_owned()
            } else {
                self.word()
            };
            if key.is_empty() {
                return Err(self.wrong("a field's name is expected here"));
            }
            self.skip()?;
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            if !self.eat(':') {
                return Err(self.wrong(&format!("a `:` is expected after `{key}`")));
            }
            self.skip()?;
            let node = self.node(depth + 1)?;
            // A value in `Some(…)` ends before its field does.
            fields.push(Field { key, span: Span::new(start, self.at), node });
            self.separator(open, close)?;
        }
    }

    /// JSON's object: `{"Name": {…}}` with a capital letter is a named struct.
    fn object(&mut self, depth: usize) -> Result<Value, Diagnostic> {
        let value = self.fields('}', String::new(), depth)?;
        let Value::Struct { name, mut fields } = value else { return Ok(value) };
        let is_variant = |key: &str| key.starts_with(|c: char| c.is_ascii_uppercase());
        match fields.pop() {
            Some(field) if fields.is_empty() && is_variant(&field.key) => Ok(match field.node.value {
                // A variant in a variant: `{"Add": {"Note": {…}}}`.
                Value::Struct { ref name, .. } if !name.is_empty() => {
                    Value::List { name: field.key, items: vec![field.node] }
                }
                Value::Struct { fields, .. } => Value::Struct { name: field.key, fields },
                Value::List { items, .. } => Value::List { name: field.key, items },
                Value::Leaf => Value::List { name: field.key, items: vec![field.node] },
            }),
            Some(field) => {
                fields.push(field);
                Ok(Value::Struct { name, fields })
            }
            None => Ok(Value::Struct { name, fields }),
        }
    }

    fn separator(&mut self, open: usize, close: char) -> Result<(), Diagnostic> {
        self.skip()?;
        if self.eat(',') || self.peek() == Some(close) {
            return Ok(());
        }
        if self.rest().is_empty() {
            return Err(unclosed(open, close));
        }
        Err(self.wrong(&format!("a `,` or `{close}` is expected here")))
    }
}

fn unclosed(open: usize, close: char) -> Diagnostic {
    Diagnostic::error(
        Span::new(open, open + 1),
        format!("this bracket is never closed; it needs a `{close}`"),
    )
    .with_help("the file may have been cut off; it is left as it is")
}

/// `Some(x)` means x.
fn unwrap_some(node: Node) -> Node {
    match node.value {
        Value::List { ref name, ref items } if name == "Some" => match items.as_slice() {
            [only] => only.clone(),
            _ => node,
        },
        _ => node,
    }
}

fn raw_string(text: &str) -> bool {
    text.strip_prefix('r').is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// The length of the block comment that a text begins with; RON's comments nest.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let open = rest.find("/*");
        let close = rest.find("*/")?;
        match open {
            Some(open) if open < close => {
                depth += 1;
                at += open + 2;
            }
            _ => {
                depth -= 1;
                at += close + 2;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match parse(text, Syntax::Ron) {
            Ok(tree) => show(&tree.root, text),
            Err(d) => format!("{} at {}", d.message, d.span.start),
        };
        assert_eq!(shown, expected, "{text}");
    }

    fn show(node: &Node, text: &str) -> String {
        let join = |parts: Vec<String>| parts.join(",");
        match &node.value {
            Value::Leaf => node.span.of(text).to_owned(),
            Value::List { name, items } => {
                format!("{name}[{}]", join(items.iter().map(|n| show(n, text)).collect()))
            }
            Value::Struct { name, fields } => {
                let show_field = |f: &Field| format!("{}={}", f.key, show(&f.node, text));
                format!("{name}({})", join(fields.iter().map(show_field).collect()))
            }
        }
    }

    #[test]
    fn a_comment_is_there_once() {
        for text in
            ["A(b: 1 /* in */)", "A(b: Missing /* in */ (1))", "A(b: [1 /* in */, 2])", "A(/* in */ 1)"]
        {
            let comments = parse(text, Syntax::Ron).unwrap().comments;
            assert_eq!(comments.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["/* in */"], "{text}");
        }
    }

    #[test]
    fn structures_are_read_with_comments_anywhere() {
        check("Map(a: 1, // x\n b: [(0.1, -2), Some(\"y]\")],)", "Map(a=1,b=[[0.1,-2],\"y]\"])");
        check("A(b: Missing(\"x\"), c: (d: r#\"q\"q\"#))", "A(b=Missing[\"x\"],c=(d=r#\"q\"q\"#))");
        check("{\"a\": {\"Cup\": {\"b\": 1}}}", "(a=Cup(b=1))");
        check("A(/* /* nested */ */)", "A()");
        check("Map(a: [1, 2", "this bracket is never closed; it needs a `]` at 7");
        check("Map(a: 1 b: 2)", "a `,` or `)` is expected here at 9");
        check("Map() more", "the map ends here, but the text goes on at 6");
        check(&"(".repeat(1000), "this is nested too deeply for a map at 33");
    }
}
