//! Scripts that our faces lack, in the fonts that this system has. Where it has none that is said; where
//! `MAPSTONE_FONTS` is set, it must.

use mapstone::typeset::{Face, line, undrawable, width};

const WORDS: [(&str, &str); 8] = [
    ("Arabic", "إدارة"),
    ("Hebrew", "ניהול"),
    ("Devanagari", "केंद्र"),
    ("Tamil", "வாடிக்கையாளர்"),
    ("Thai", "ลูกค้า"),
    ("Han", "顧客"),
    ("Hangul", "고객"),
    ("Kana", "お客様"),
];

/// The fonts of a word's glyphs, each once.
fn fonts(word: &str, face: Face) -> Vec<String> {
    let mut fonts: Vec<_> =
        line(word, face).glyphs.iter().map(|glyph| glyph.font.post_script_name()).collect();
    fonts.dedup();
    fonts
}

#[test]
fn a_word_is_set_in_one_font_near_ours() {
    let mut seen = 0;
    for (script, word) in WORDS {
        if !undrawable(word).is_empty() {
            eprintln!("SKIPPED: no font here has {script}");
            continue;
        }
        seen += 1;
        let regular = fonts(word, Face::Regular);
        assert_eq!(regular.len(), 1, "{script}: {regular:?}");
        if regular[0].starts_with("NotoSans") {
            let is_near = !["Bold", "Condensed", "Light", "Thin", "Italic", "Black"]
                .iter()
                .any(|word| regular[0].contains(word));
            assert!(is_near, "{script}: {regular:?}");
            let bold = fonts(word, Face::Bold);
            assert!(bold[0].ends_with("Bold") && !bold[0].contains("Condensed"), "{script}: {bold:?}");
        }
    }
    assert!(seen == WORDS.len() || std::env::var_os("MAPSTONE_FONTS").is_none(), "{seen} scripts");
}

#[test]
fn chinese_characters_follow_the_language_of_their_line() {
    let of = |word: &str| fonts(word, Face::Regular).concat();
    if of("お客").contains("CJK") {
        assert!(
            of("お客様").contains("CJKjp") && of("고객").contains("CJKkr") && of("顧客").contains("CJKsc")
        );
    } else {
        eprintln!("SKIPPED: no font with regional forms is here");
    }
}

/// One character of another script changes nothing about its neighbours.
#[test]
fn neighbours_keep_their_face() {
    let text = "Chi phí 顧客 H₂O ✓ end";
    let glyphs = &line(text, Face::Regular).glyphs;
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic() || *c == 'í') {
        let glyph = glyphs.iter().find(|glyph| glyph.cluster == at).unwrap();
        assert_eq!(glyph.font.post_script_name(), "NotoSans", "{c}");
    }
    assert!((width("H₂O", Face::Regular, 1.0) - width("H²O", Face::Regular, 1.0)).abs() < 1e-9);
}

/// What is read leftward stands in that order, brackets turned, numbers not.
#[test]
fn lines_stand_in_reading_order() {
    if !undrawable("فروش ניהול").is_empty() {
        eprintln!("SKIPPED: no font here has Arabic and Hebrew");
        return;
    }
    let order = |text: &str| -> Vec<usize> {
        line(text, Face::Regular).glyphs.iter().map(|glyph| glyph.cluster).collect()
    };
    let place = |text: &str, part: &str| {
        let at = text.find(part).unwrap();
        order(text).iter().position(|cluster| *cluster == at).unwrap()
    };
    // The line is Persian: what comes first stands furthest right.
    let text = "مشتری‌ها CRM";
    assert!(place(text, "CRM") < place(text, "مشتری"));
    // The line is Latin: it begins at the left, and the number follows the word on its left.
    let text = "CRM مشتری 2.0";
    assert!(place(text, "CRM") < place(text, "2.0") && place(text, "2.0") < place(text, "مشتری"));
    assert!(place(text, "2.0") < place(text, ".0"), "a number is read as ever");
    // An opening bracket stands right of what it opens, drawn as the one that closes.
    let text = "فروش (آنلاین)";
    assert!(place(text, ")") < place(text, "آ") && place(text, "آ") < place(text, "("));
    let shape = |text: &str, c: &str| line(text, Face::Regular).glyphs[place(text, c)].id;
    assert_eq!(shape(text, "("), shape(")", ")"));
}
