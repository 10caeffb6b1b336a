//! A struct of the map file that is a struct of the model, field by field: declared once, it is written, described by the
//! schema, completed, and read by that. A macro, since serde's and schemars' derives want the fields spelled out; what has
//! rules of its own (places, links) is written by hand beside it.

use schemars::JsonSchema;
use serde::Serialize;

use super::choice::Choice;
use super::fields::Fields;
use crate::format::Diagnostic;
use crate::model::{
    About, Answer, Change, Confidence, Conflict, Decision, Details, ElementId, Inertia, Pin, Scenario,
    Submap, ValueAxis, Words,
};

/// A value of the model as a field of the file.
pub(super) trait Kept: Sized {
    /// How it is written.
    type File: Serialize + JsonSchema + Usual;
    fn file(&self) -> Self::File;
    fn read(fields: &mut Fields<'_>, key: &str) -> Result<Self, Diagnostic>;
}

/// A struct of the file that is a struct of the model.
pub(super) trait Record: Sized {
    type Model: Default + PartialEq;

    /// As it is written.
    fn whole(model: &Self::Model) -> Self;

    fn read(fields: &mut Fields<'_>) -> Result<Self::Model, Diagnostic>;

    /// As it is written; `None` where all of it is usual.
    fn of(model: &Self::Model) -> Option<Self> {
        (*model != Self::Model::default()).then(|| Self::whole(model))
    }
}

/// What is not written where it has its default.
pub(super) trait Usual {
    fn is_usual(&self) -> bool;
}

pub(super) fn is_usual<F: Usual>(file: &F) -> bool {
    file.is_usual()
}

impl Usual for String {
    fn is_usual(&self) -> bool {
        self.is_empty()
    }
}

impl Usual for bool {
    fn is_usual(&self) -> bool {
        !self
    }
}

impl<T> Usual for Option<T> {
    fn is_usual(&self) -> bool {
        self.is_none()
    }
}

impl<T> Usual for Vec<T> {
    fn is_usual(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! kept {
    ($type:ty, $read:ident) => {
        impl Kept for $type {
            type File = Self;
            fn file(&self) -> Self {
                self.clone()
            }
            fn read(fields: &mut Fields<'_>, key: &str) -> Result<Self, Diagnostic> {
                fields.$read(key)
            }
        }
    };
}

impl Kept for Vec<ElementId> {
    type File = Vec<String>;
    fn file(&self) -> Vec<String> {
        self.iter().map(ToString::to_string).collect()
    }
    fn read(fields: &mut Fields<'_>, key: &str) -> Result<Self, Diagnostic> {
        Ok(fields.texts(key)?.iter().map(|id| ElementId::new(id)).collect())
    }
}

kept!(String, text);
kept!(Option<String>, optional_text);
kept!(Vec<String>, texts);
kept!(bool, flag);

impl<T: Words> Kept for Option<T> {
    type File = Option<Choice<T>>;
    fn file(&self) -> Self::File {
        self.map(Choice)
    }
    fn read(fields: &mut Fields<'_>, key: &str) -> Result<Self, Diagnostic> {
        fields.choice(key)
    }
}

macro_rules! record {
    ($(#[doc = $about:literal])+ $model:ident in $file:ident as $name:literal {
        $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Serialize, JsonSchema)]
        #[serde(rename = $name)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $file {
            $(
                $(#[doc = $doc])+
                #[serde(skip_serializing_if = "is_usual")]
                pub(super) $field: <$type as Kept>::File,
            )+
        }

        impl Record for $file {
            type Model = $model;

            fn whole(model: &$model) -> Self {
                let $model { $($field),+ } = model;
                Self { $($field: $field.file()),+ }
            }

            fn read(fields: &mut Fields<'_>) -> Result<$model, Diagnostic> {
                Ok($model { $($field: Kept::read(fields, stringify!($field))?),+ })
            }
        }
    };
}

record! {
    /// Why a map was drawn.
    About in AboutFile as "About" {
        /// The question that the map is to answer.
        purpose: String,
        /// What is in and what is out.
        scope: String,
        /// What the map leaves out, on purpose.
        left_out: String,
        /// Side topics that were put off.
        later: Vec<String>,
        /// Whether things stand where we treat them, not where the market has them; default false.
        own_practice: bool,
        /// When, as `YYYY-MM-DD` by convention.
        date: String,
        /// By whom.
        author: String,
    }
}

record! {
    /// The value chain axis.
    ValueAxis in ValueChainFile as "ValueChain" {
        /// Its title; default "Value chain".
        title: Option<String>,
        /// The word at the bottom.
        low: Option<String>,
        /// The word at the top.
        high: Option<String>,
        /// Whether the axis is left out of the picture; default false.
        hidden: bool,
    }
}

record! {
    /// Resistance to change.
    Inertia in InertiaFile as "Inertia" {
        /// Which kind of inertia.
        kind: String,
        /// What exactly resists.
        text: String,
    }
}

record! {
    /// Another map that a component stands for.
    Submap in SubmapFile as "Submap" {
        /// The short name by which OnlineWardleyMaps text refers to the address.
        reference: String,
        /// The address or file of the other map.
        target: String,
    }
}

record! {
    /// What is known about a component.
    Details in DetailsFile as "Details" {
        /// What it is.
        description: String,
        /// Who answers for it.
        owner: String,
        /// What supports its place on the map.
        evidence: String,
        /// How sure that is.
        confidence: Option<Confidence>,
        /// Addresses of further reading.
        links: Vec<String>,
        /// Words to find it by.
        tags: Vec<String>,
    }
}

record! {
    /// An answer to a question about the map.
    Answer in AnswerFile as "Answer" {
        /// The code of the question.
        rule: String,
        /// The ids of what it was about; none where it was about the map.
        on: Vec<ElementId>,
        /// The answer.
        because: String,
        /// When, as `YYYY-MM-DD`.
        date: String,
    }
}

record! {
    /// A decision that was taken over the map.
    Decision in DecisionFile as "Decision" {
        /// What is to be done.
        what: String,
        /// Why this and nothing else.
        because: String,
        /// The scenario that it follows, by its id.
        scenario: String,
        /// What is expected to be seen on the map then.
        expect: String,
        /// When to look again, as `YYYY-MM-DD`.
        look_again: String,
        /// What was seen then.
        seen: String,
    }
}

record! {
    /// A pattern, a principle or a play that is pinned to the map.
    Pin in PinFile as "Pin" {
        /// Its code in the catalogue.
        pattern: String,
        /// The ids of the components that it is about; none where it is about the map.
        on: Vec<ElementId>,
        /// What was said about it.
        note: String,
    }
}

record! {
    /// A "what if": changes of the map as it stands in the file.
    Scenario in ScenarioFile as "Scenario" {
        /// Its name for ever, unique among the map's scenarios.
        id: String,
        /// What it is called.
        name: String,
        /// What it is about.
        about: String,
        /// The id of the scenario that it goes on from; default: the map as it stands.
        after: String,
        /// What it changes.
        changes: Vec<Change>,
    }
}

record! {
    /// What a merge left to be decided: the map stands as one of both sides has it.
    Conflict in ConflictFile as "Conflict" {
        /// What makes it as it was before both.
        base: Vec<Change>,
        /// What makes it as our side has it; none where it stands so.
        ours: Vec<Change>,
        /// What makes it as their side has it; none where it stands so.
        theirs: Vec<Change>,
    }
}
