//! Bugs planted on purpose: a check that does not notice them is no check.

/// What is broken. Each stands for a mistake that real systems have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// The portal keeps effects but loses the verdict: a repeated envelope is judged anew. (P2)
    ForgetsVerdicts,
    /// The portal applies a doubled envelope again, under the turn that the case has now. (P2, P3)
    AppliesTwice,
    /// The portal fits an outdated command to the case as it is now. (P3)
    SubstitutesOutcome,
    /// The portal does not look at rights. (P5)
    IgnoresRights,
    /// The portal lets any step be completed by anything. (P12)
    SkipsAStep,
    /// The portal changes an entry that desks have seen. (P6)
    RewritesHistory,
    /// The portal's log loses its end, and nobody is told. (P6)
    LosesTheEnd,
    /// The portal says "accepted" before it has written anything, then crashes. (P2, P11)
    AnswersBeforeWriting,
    /// The desk says "saved" before it has written anything, then crashes. (P1)
    SaysSavedTooEarly,
    /// The desk forgets an envelope once it is sent. (P1)
    ForgetsWhatWasSent,
    /// The desk drops what was refused. (P3)
    DropsRefused,
    /// The desk moves its cursor before the rows. (P4)
    CursorBeforeRows,
    /// The desk never shows what the portal confirmed over its own view. (P4)
    NeverRebases,
    /// The desk never sends what comes after a refusal. (P11)
    StopsAtARefusal,
}

impl Planted {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::ForgetsVerdicts,
        Self::AppliesTwice,
        Self::SubstitutesOutcome,
        Self::IgnoresRights,
        Self::SkipsAStep,
        Self::RewritesHistory,
        Self::LosesTheEnd,
        Self::AnswersBeforeWriting,
        Self::SaysSavedTooEarly,
        Self::ForgetsWhatWasSent,
        Self::DropsRefused,
        Self::CursorBeforeRows,
        Self::NeverRebases,
        Self::StopsAtARefusal,
    ];
}
