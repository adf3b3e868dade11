//! Whose page it is: the site's name as the page says it, and what its address says of it.

use super::Found;
use super::linked_data::LinkedData;
use super::tags::Tags;
use super::words::Words;
use url::Url;

/// What is known of the site.
#[derive(Default)]
pub(super) struct Site {
    /// The name, where the page says it.
    pub name: Option<Found<String>>,
    /// Names run together in small letters, those in the host's name among them.
    names: Vec<String>,
    /// Words of the last part of the page's address.
    address: Words,
    /// Words of all its parts, the host aside.
    path: Words,
    /// Whether the page is the site's first, by its address: there the site's name is what the page is about.
    pub is_home: bool,
}

impl Site {
    /// `url` is the page's own address, as the page or the input says.
    pub(super) fn of_page(tags: &Tags, linked: &LinkedData, url: Option<&str>) -> Site {
        let name = tags.first(&["og:site_name", "application-name"]).or_else(|| linked.text("site"));
        let mut site = Site { name, ..Site::default() };
        let said: Vec<String> = site.name.iter().map(|f| f.value.clone()).chain(linked.publisher.clone()).collect();
        for name in said {
            site.add(&Words::of(&name).run_together());
        }
        if let Some(url) = url.and_then(|u| Url::parse(u).ok()) {
            site.read_host(url.host_str().unwrap_or_default());
            site.address = address_words(&url);
            site.path = Words::of(url.path());
            site.is_home = site.path.is_empty();
        }
        site
    }

    fn add(&mut self, name: &str) {
        if !name.is_empty() && !self.names.iter().any(|held| held == name) {
            self.names.push(name.to_owned());
        }
    }

    fn read_host(&mut self, host: &str) {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.add(&Words::of(host).run_together());
        for label in host.split('.').filter(|label| label.len() > 3 && *label != "blog") {
            self.add(&Words::of(label).run_together());
        }
    }

    /// Whether the text is the site's name: as the page says it, or as its host is called.
    pub(super) fn is_named(&self, text: &str) -> bool {
        let name = Words::of(text).run_together();
        let bare = name.strip_prefix("the").unwrap_or(&name);
        !bare.is_empty()
            && self.names.iter().any(|held| *held == name || held.strip_prefix("the").unwrap_or(held) == bare)
    }

    /// Share of the words of the page's address that are among these, 0 to 1.
    pub(super) fn share_of_address(&self, words: &Words) -> f32 {
        words.share_of(&self.address)
    }

    /// Share of the words that stand in the page's address, 0 to 1.
    pub(super) fn share_in_address(&self, words: &Words) -> f32 {
        self.path.share_of(words)
    }
}

/// The words of an address's last part, where there are two at least: fewer are a name of something.
fn address_words(url: &Url) -> Words {
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or_default();
    let is_word = |w: &str| !w.bytes().all(|b| b.is_ascii_digit()) && !matches!(w, "html" | "htm" | "php");
    let words = Words::of(last).filtered(is_word);
    if words.len() < 2 { Words::default() } else { words }
}
