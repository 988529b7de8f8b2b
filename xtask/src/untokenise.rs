//! Puts text that was cut into tokens by blanks together again, so that the engine sees what it was trained on.

/// Marks that stand right behind a word.
const BEHIND: &[&str] = &[".", ",", ";", ":", "?", "!", ")", "]", "}", "%", "''", "”", "’", "..."];
/// Marks that stand right before a word.
const BEFORE: &[&str] = &["(", "[", "{", "$", "``", "“", "‘", "#", "£", "€"];
/// Ends of contractions.
const ENDS: &[&str] =
    &["n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "n’t", "’s", "’re", "’ve", "’ll", "’d", "’m"];
/// Words written as one.
const JOINED: &[(&str, &str)] = &[("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"), ("gim", "me")];

/// The text, and where each token begins in it, in bytes.
pub fn untokenise(tokens: &[&str]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut in_quotes = false;
    let mut before = None;
    for &token in tokens {
        let lower = token.to_lowercase();
        let is_glued = before.is_none_or(|before: &str| {
            BEHIND.contains(&token)
                || ENDS.contains(&lower.as_str())
                || token == "'" && before.ends_with('s')
                || BEFORE.contains(&before)
                || JOINED.contains(&(before.to_lowercase().as_str(), lower.as_str()))
                || token == "\"" && in_quotes
                || before == "\"" && in_quotes
        });
        if token == "\"" {
            in_quotes = !in_quotes;
        }
        if !is_glued {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(token);
        before = Some(token);
    }
    (text, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_are_joined_as_printed() {
        let tokens = "\" They do n't , \" she said ( again ) , \" can not .".split(' ').collect::<Vec<_>>();
        let (text, starts) = untokenise(&tokens);
        assert_eq!(text, "\"They don't,\" she said (again), \"cannot.");
        for (token, start) in tokens.iter().zip(starts) {
            assert!(text[start..].starts_with(token));
        }
    }
}
