//! Per-site selectors: a file of lines, read and checked before a run.

use crate::blocks::Blocks;
use crate::dom::{Dom, NodeId, Selectors};
use crate::judge::Choice;
use std::fmt;

/// Rules by host.
///
/// ```
/// use pagesieve::cleaner::SiteRules;
///
/// let rules = SiteRules::parse("[*.example.org]\nkeep .recipe-notes\ndrop .promo, #survey\n").unwrap();
/// assert_eq!(rules.of_host("www.example.org").len(), 2);
/// let error = SiteRules::parse("[example.org]\ndrop div[\n").unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
#[derive(Debug, Default)]
pub struct SiteRules {
    sites: Vec<(String, Vec<(Choice, Selectors)>)>,
}

/// A line of a rules file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRulesError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for SiteRulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.why)
    }
}

impl std::error::Error for SiteRulesError {}

impl SiteRules {
    /// Reads rules: `[host]` or `[*.host]` opens a site, `keep SELECTOR` and `drop SELECTOR` lines follow, `#` at a
    /// line's start is a comment.
    ///
    /// # Errors
    /// On the first line that is none of these, or whose selector cannot be parsed.
    pub fn parse(text: &str) -> Result<SiteRules, SiteRulesError> {
        let mut rules = SiteRules::default();
        for (i, line) in text.lines().enumerate() {
            let fail = |column, why: &str| Err(SiteRulesError { line: i + 1, column, why: why.to_owned() });
            let trimmed = line.trim();
            let indent = line.chars().take_while(|c| c.is_whitespace()).count();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if let Some(host) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                rules.sites.push((host.trim().to_ascii_lowercase(), Vec::new()));
                continue;
            }
            let (word, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
            let choice = match word {
                "keep" => Choice::Keep,
                "drop" => Choice::Drop,
                _ => return fail(indent + 1, "expected [host], keep SELECTOR or drop SELECTOR"),
            };
            let at = indent + word.len() + rest.chars().take_while(|c| c.is_whitespace()).count() + 1;
            let Some((_, site)) = rules.sites.last_mut() else {
                return fail(indent + 1, "a rule before the first [host]");
            };
            match Selectors::parse(rest.trim()) {
                Ok(selectors) => site.push((choice, selectors)),
                Err(error) => return fail(at + error.column, &error.why),
            }
        }
        Ok(rules)
    }

    /// The rules for a host, in file order.
    pub fn of_host(&self, host: &str) -> Vec<(Choice, &Selectors)> {
        let applies = |pattern: &str| match pattern.strip_prefix("*.") {
            Some(domain) => host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
            None => host == pattern,
        };
        let sites = self.sites.iter().filter(|(pattern, _)| applies(pattern));
        sites.flat_map(|(_, rules)| rules.iter().map(|(choice, selectors)| (*choice, selectors))).collect()
    }
}

/// For each block what the rules say: the innermost element named decides, the last rule where two name the same.
pub(super) fn choices(dom: &Dom, blocks: &Blocks, rules: &[(Choice, &Selectors)]) -> Vec<Option<Choice>> {
    if rules.is_empty() {
        return Vec::new();
    }
    let mut of_node: Vec<Option<Choice>> = vec![None; dom.len()];
    for (choice, selectors) in rules {
        for n in selectors.matching(dom) {
            of_node[n.index()] = Some(*choice);
        }
    }
    for i in 1..dom.len() {
        if of_node[i].is_none() {
            of_node[i] = dom.parent(NodeId(i as u32)).and_then(|p| of_node[p.index()]);
        }
    }
    blocks.rows.iter().map(|b| of_node.get(b.node.index()).copied().flatten()).collect()
}
