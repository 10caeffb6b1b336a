//! What is asked about a map: each question has a code, which never changes, and a reason.

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nobody is shown for whom all this is.
    AnchorMissing,
    /// A user who needs nothing.
    UserWithoutNeed,
    /// Things that no need of a user leads to.
    Unreached,
    /// A link that leads to a name which the map has not.
    EndMissing,
    /// Two things with one name.
    SameName,
    /// A need that points up: what is needed is more visible than what needs it.
    Inverted,
    /// Things that need each other.
    Cycle,
    /// Something evolved rests on something that is a stage less so.
    HabitOrNovel,
    /// It is built, bought or outsourced as nobody does with things of its stage.
    MethodMismatch,
    /// It is treated otherwise than the market has it.
    TreatedOtherwise,
    /// People see its place far apart.
    OpinionsDiffer,
    /// A need leads to a variant of a pipeline that lags behind the others.
    PipelineSpread,
    /// It will change its stage, and nobody said what will hold it back.
    InertiaUnconsidered,
    /// What it is used with moves, and the practice stays.
    PracticeLeftBehind,
    /// Much hangs on one thing alone that is about to change, or held back.
    OnlyWayThrough,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Users and what they need.
    Needs,
    /// Where things stand.
    Position,
    /// Where they are going.
    Evolution,
}

impl Topic {
    /// All topics, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Needs, Self::Position, Self::Evolution];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Needs => "Users and needs",
            Self::Position => "Position",
            Self::Evolution => "Evolution",
        }
    }
}

impl Rule {
    /// All rules, in the order in which they are explained.
    pub const ALL: [Self; 15] = [
        Self::AnchorMissing,
        Self::UserWithoutNeed,
        Self::Unreached,
        Self::EndMissing,
        Self::SameName,
        Self::Inverted,
        Self::Cycle,
        Self::HabitOrNovel,
        Self::MethodMismatch,
        Self::TreatedOtherwise,
        Self::OpinionsDiffer,
        Self::PipelineSpread,
        Self::InertiaUnconsidered,
        Self::PracticeLeftBehind,
        Self::OnlyWayThrough,
    ];

    /// Whether it asks about a set of things, each of which can be answered for itself.
    pub(super) fn is_about_each(self) -> bool {
        matches!(self, Self::Unreached | Self::InertiaUnconsidered | Self::EndMissing)
    }

    /// Its name in files, on the command line and in reports. It never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::AnchorMissing => "anchor-missing",
            Self::UserWithoutNeed => "user-without-need",
            Self::Unreached => "unreached",
            Self::EndMissing => "end-missing",
            Self::SameName => "same-name",
            Self::Inverted => "inverted",
            Self::Cycle => "cycle",
            Self::HabitOrNovel => "habit-or-novel",
            Self::MethodMismatch => "method-mismatch",
            Self::TreatedOtherwise => "treated-otherwise",
            Self::OpinionsDiffer => "opinions-differ",
            Self::PipelineSpread => "pipeline-spread",
            Self::InertiaUnconsidered => "inertia-unconsidered",
            Self::PracticeLeftBehind => "practice-left-behind",
            Self::OnlyWayThrough => "only-way-through",
        }
    }

    /// The rule of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// What it is called, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::AnchorMissing => "No users",
            Self::UserWithoutNeed => "A user without needs",
            Self::Unreached => "Out of reach of the users",
            Self::EndMissing => "A link to nothing",
            Self::SameName => "One name twice",
            Self::Inverted => "A need that points up",
            Self::Cycle => "Needs in a circle",
            Self::HabitOrNovel => "Habit, or new?",
            Self::MethodMismatch => "A method of another stage",
            Self::TreatedOtherwise => "The market has moved on",
            Self::OpinionsDiffer => "Where we see it differently",
            Self::PipelineSpread => "A variant that lags behind",
            Self::InertiaUnconsidered => "Inertia not considered",
            Self::PracticeLeftBehind => "A practice left behind",
            Self::OnlyWayThrough => "One way through",
        }
    }

    /// What it is about.
    pub fn topic(self) -> Topic {
        match self {
            Self::AnchorMissing
            | Self::UserWithoutNeed
            | Self::Unreached
            | Self::EndMissing
            | Self::SameName
            | Self::Inverted
            | Self::Cycle => Topic::Needs,
            Self::HabitOrNovel
            | Self::MethodMismatch
            | Self::TreatedOtherwise
            | Self::OpinionsDiffer
            | Self::PipelineSpread => Topic::Position,
            Self::InertiaUnconsidered | Self::PracticeLeftBehind | Self::OnlyWayThrough => Topic::Evolution,
        }
    }

    /// Why it is worth an answer.
    pub fn why(self) -> &'static str {
        match self {
            Self::AnchorMissing => {
                "Height on a map means how visible something is to a user. Without a user nobody can say whether the \
                 heights are right, or whom a change would help."
            }
            Self::UserWithoutNeed => {
                "A chain of needs begins with what its users want. A user who needs nothing is either not served by this, \
                 or something is missing below."
            }
            Self::Unreached => {
                "What no need of a user leads to costs effort and serves nobody that the map shows. Mostly a line is \
                 missing; sometimes it can go."
            }
            Self::EndMissing => "The link is kept in the file and cannot be drawn.",
            Self::SameName => {
                "A thing is written once on a map. Two with one name are either the same, built twice, or two things that \
                 people confuse when they talk."
            }
            Self::Inverted => {
                "What is needed stands below what needs it, since the user sees less of it. Where it stands above, either \
                 the line runs the wrong way, or one of the two is in the wrong place."
            }
            Self::Cycle => {
                "Feedback is real in some markets. Often, though, a circle is two things under one name, or a line that \
                 says “informs” rather than “needs”."
            }
            Self::HabitOrNovel => {
                "Something that others sell off the shelf, resting on something made to order, is either a new way to do \
                 it that gives an advantage, or a habit that nobody has looked at since the market moved. The second kind \
                 is where money goes unseen."
            }
            Self::MethodMismatch => {
                "No one method fits all: what is uncharted asks for people who explore in house, what is an industry for \
                 those who sell it in volume. A method of the other end costs time at the left and money at the right."
            }
            Self::TreatedOtherwise => {
                "The distance between how the market treats something and how you do is what you pay for your own way."
            }
            Self::OpinionsDiffer => {
                "Where people who know a thing see it in different places, they often mean two things by one name, or two \
                 markets. Opinions are no measurements: their mean says nothing."
            }
            Self::PipelineSpread => {
                "Variants of one thing compete. A need that still leads to the one that lags behind keeps it alive."
            }
            Self::InertiaUnconsidered => {
                "Success with the old makes people hold on to it. What was thought of beforehand can be planned for."
            }
            Self::PracticeLeftBehind => {
                "Practices evolve together with what they are about: what was best for servers in racks was not for rented \
                 ones."
            }
            Self::OnlyWayThrough => {
                "All ways from the users to these lead through one thing. As long as that is being changed, all of them \
                 wait for it."
            }
        }
    }

    /// Where the rule comes from.
    pub fn source(self) -> &'static str {
        match self {
            Self::AnchorMissing | Self::UserWithoutNeed => {
                "Doctrine “know your users” and “focus on user needs” (Wardley, Wardley Maps, chapters 2 and 4)"
            }
            Self::Unreached => "Doctrine “focus on user needs” (Wardley, chapter 4)",
            Self::EndMissing => "Mapstone's own",
            Self::SameName => "“Any component should only be written once” (Wardley, chapter 2)",
            Self::Inverted => {
                "The value chain axis (Wardley, chapter 2); tolerance 0.01, since figure 38 has a level pair"
            }
            Self::Cycle => "Feedback loops are drawn in figure 239; told, not blamed",
            Self::HabitOrNovel => {
                "Figures 90 and 91, custom racks (Wardley, chapter 8); thresholds Mapstone's own"
            }
            Self::MethodMismatch => {
                "Doctrine “use appropriate methods” (Wardley, chapter 4); borders of stages are taken 0.03 wide"
            }
            Self::TreatedOtherwise => {
                "“Describe a component as it should be treated” (Wardley, chapter 2); the distance is Mapstone's own"
            }
            Self::OpinionsDiffer => {
                "“Several components in one” (Wardley, chapter 2); the distance is Mapstone's own"
            }
            Self::PipelineSpread => "Pipelines, figure 243 (Wardley); thresholds Mapstone's own",
            Self::InertiaUnconsidered => "“Success breeds inertia”, figures 111 and 205 (Wardley)",
            Self::PracticeLeftBehind => "Co-evolution of practice and activity (Wardley, chapter 9)",
            Self::OnlyWayThrough => "Dominators of the chain (Cooper, Harvey and Kennedy); Mapstone's own",
        }
    }
}
