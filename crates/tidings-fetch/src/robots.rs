//! robots.txt (RFC 9309): which paths of a host programs may ask for.

use std::time::Duration;

/// What a robots.txt says to one program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    /// Patterns of paths, and whether they are allowed.
    rules: Vec<(String, bool)>,
    delay: Option<Duration>,
}

/// Rules that are kept.
const MOST: usize = 5000;
/// The longest path that is compared.
const LONGEST: usize = 2048;

impl Robots {
    /// All may be asked.
    pub fn all() -> Robots {
        Robots::default()
    }

    /// Nothing may be asked.
    pub fn none() -> Robots {
        Robots { rules: vec![("/".to_owned(), false)], delay: None }
    }

    /// What `text` says to the program called `name`: the groups that name it, else those for all.
    pub fn of(name: &str, text: &str) -> Robots {
        let (mut own, mut others) = (None::<Robots>, Robots::default());
        // Whom the group is for: this program, all.
        let (mut for_own, mut for_all, mut in_rules) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (for_own, for_all, in_rules) = (false, false, false);
                }
                let product = value.split(['/', ' ']).next().unwrap_or_default();
                for_own |= product.eq_ignore_ascii_case(name);
                for_all |= value == "*";
                if for_own {
                    own.get_or_insert_default();
                }
                continue;
            }
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            in_rules = true;
            let groups = [own.as_mut().filter(|_| for_own), Some(&mut others).filter(|_| for_all)];
            for group in groups.into_iter().flatten() {
                match key.as_str() {
                    "crawl-delay" => {
                        let seconds =
                            value.parse::<f64>().ok().filter(|seconds| (0.0..=1e6).contains(seconds));
                        group.delay = seconds.map(Duration::from_secs_f64);
                    }
                    _ if value.is_empty() || group.rules.len() == MOST => {}
                    key => group.rules.push((value.to_owned(), key == "allow")),
                }
            }
        }
        own.unwrap_or(others)
    }

    /// Whether a path, with its query, may be asked for: the longest pattern decides, and of two as long the kinder.
    pub fn allows(&self, path: &str) -> bool {
        let path = &path[..path.floor_char_boundary(LONGEST)];
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.map(|(pattern, allowed)| (pattern.len(), *allowed)).max().is_none_or(|(_, allowed)| allowed)
    }

    /// The time between two requests that is asked for.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// Whether a path begins as a pattern has it: `*` is anything, `$` the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        if to_end && at + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_decides() {
        let text = "User-agent: other\nDisallow: /\n\nUser-Agent: *\nDisallow: /private/ # not this\nAllow: /private/open\n\
                    Disallow: /*.pdf$\nDisallow:\nCrawl-delay: 2.5\n";
        let robots = Robots::of("tidings", text);
        for (path, allowed) in [
            ("/", true),
            ("/private/a", false),
            ("/private/open/a", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/privately", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay(), Some(Duration::from_millis(2500)));
    }

    #[test]
    fn a_group_of_its_own_goes_before_that_for_all() {
        let text = "User-agent: Tidings/2\nUser-agent: x\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n";
        let robots = Robots::of("tidings", text);
        assert!(!robots.allows("/a") && robots.allows("/b"));
        assert!(!Robots::of("y", text).allows("/b"));
        assert!(Robots::of("y", "<html>not found").allows("/b") && !Robots::none().allows("/b"));
        let stars = Robots::of("y", &format!("User-agent: *\nDisallow: /{}b", "*a".repeat(1000)));
        assert!(stars.allows(&format!("/{}", "a".repeat(1 << 20))));
    }
}
