//! What the address of a link says that it leads to: the pages of a tag, a licence. Looks at few bytes of each, since pages
//! have many links.

use memchr::memchr2;

/// Whether an address is that of all pages with a tag: `/tag/weirs`, `/tags/weirs/`. What stands behind the last slash is looked
/// at from its end.
pub(crate) fn leads_to_tag(href: &str) -> bool {
    let path = href.trim_end_matches('/').as_bytes();
    let Some(slash) = path.iter().rposition(|&byte| byte == b'/') else { return false };
    let before = &path[..slash];
    (before.ends_with(b"/tag") || before.ends_with(b"/tags"))
        && !matches!(path[slash + 1], b'?' | b'#')
        && memchr2(b'?', b'#', before).is_none()
}

/// Whether an address is that of a licence of Creative Commons.
pub(crate) fn leads_to_license(href: &str) -> bool {
    // most links are within the site
    if !href.starts_with("http") && !href.starts_with("//") {
        return false;
    }
    let rest = ["https:", "http:"].iter().find_map(|scheme| href.strip_prefix(scheme)).unwrap_or(href);
    let host = rest.strip_prefix("//").map(|rest| rest.strip_prefix("www.").unwrap_or(rest));
    let path = host.and_then(|host| host.strip_prefix("creativecommons.org/"));
    path.is_some_and(|path| {
        ["licenses/", "publicdomain/zero/"].iter().any(|p| path.starts_with(p) && path.len() > p.len())
    })
}
