//! Addresses without what counts readers. In: an address. Out: the same without the parameters of trackers. Never
//! changes where it leads.

/// Parameters that tell a site where a reader came from, and nothing about the page.
const TRACKING: [&str; 36] = [
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "dclid",
    "ef_id",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
    "zanpid",
];

/// The same for whole families of names.
const FAMILIES: [&str; 5] = ["utm_", "hsa_", "pk_", "mtm_", "piwik_"];

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    FAMILIES.iter().any(|family| name.starts_with(family)) || TRACKING.binary_search(&name.as_str()).is_ok()
}

/// The address without tracking parameters; the others stay as they are spelled.
pub(super) fn without_tracking(address: String) -> String {
    let (rest, place) = match address.split_once('#') {
        Some((rest, place)) => (rest, Some(place)),
        None => (address.as_str(), None),
    };
    let Some((page, query)) = rest.split_once('?') else { return address };
    if !query.split('&').any(is_tracking) {
        return address;
    }
    let kept = query.split('&').filter(|parameter| !is_tracking(parameter)).collect::<Vec<_>>().join("&");
    let mut out = page.to_owned();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept);
    }
    if let Some(place) = place {
        out.push('#');
        out.push_str(place);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(TRACKING.is_sorted());
    }
}
