//! What each construct of the language becomes.
