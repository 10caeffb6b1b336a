//! Choices among words: what each is called in files and by people, and what it means, is said once. Readers, writers, the
//! schema, completion and the inspector take it from here.

/// A word that can be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Word<T> {
    /// What it stands for.
    pub is: T,
    /// What files call it.
    pub word: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// A choice among words.
pub trait Words: Copy + PartialEq + 'static {
    /// What the choice is called in the schema of files.
    const NAME: &'static str;
    /// What the choice is about.
    const ABOUT: &'static str;
    /// All words, in the order in which they are offered.
    const ALL: &'static [Word<Self>];

    /// What is chosen.
    fn own(self) -> Option<&'static Word<Self>> {
        Self::ALL.iter().find(|word| word.is == self)
    }

    /// What files call it.
    fn word(self) -> &'static str {
        self.own().map_or("", |word| word.word)
    }

    /// What people call it.
    fn label(self) -> &'static str {
        self.own().map_or("", |word| word.label)
    }
}

/// An enum whose variants are words of files. Each has its label for people behind it, and its meaning above it.
macro_rules! words {
    (#[doc = $about:literal] $(#[derive($($more:ident),+)])? $name:ident {
        $(#[doc = $meaning:literal] $variant:ident $label:literal,)+
    }) => {
        #[doc = $about]
        #[derive(Clone, Copy, Debug, PartialEq, Eq $($(, $more)+)?)]
        pub enum $name {
            $(#[doc = $meaning] $variant,)+
        }

        impl $crate::model::Words for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = $about;
            const ALL: &'static [$crate::model::Word<Self>] = &[$(
                $crate::model::Word {
                    is: Self::$variant,
                    word: stringify!($variant),
                    label: $label,
                    about: $meaning,
                },
            )+];
        }
    };
}

pub(super) use words;
