//! Keyword arguments to settings: those of the command line that say what is cleaned and how. Reads the files that they
//! name, once; knows no page.

use pagesieve::cleaner::{IdFrom, SiteRules};
use pagesieve::leftover::{Kind, Wordings};
use pagesieve::limits::Limits;
use pagesieve::{Config, judge, leftover, sections};
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use std::collections::BTreeMap;
use std::path::PathBuf;

const NAMES: &str =
    "comments, explain, id_from, images, keep_leftovers, leftovers, limits, links, rules, strip_tracking";

/// Settings as they were given; files stand here with their text, so that they mean the same on another machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    comments: bool,
    explain: bool,
    id_from: Option<String>,
    images: bool,
    keep_leftovers: Vec<String>,
    leftovers: Option<String>,
    limits: BTreeMap<String, u64>,
    links: bool,
    rules: Option<String>,
    strip_tracking: bool,
}

impl Settings {
    /// The settings of keyword arguments: a name or a type that is none of a setting's is a `TypeError`.
    pub(crate) fn of(given: Option<&Bound<'_, PyDict>>) -> PyResult<Settings> {
        let mut settings = Settings::default();
        for (name, value) in given.into_iter().flatten() {
            let name: String = name.extract()?;
            let wrong = |wanted: &str| {
                let found = value.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
                PyTypeError::new_err(format!("{name}: expected {wanted}, got {found}"))
            };
            let switch = || value.extract::<bool>().map_err(|_| wrong("bool"));
            match name.as_str() {
                "comments" => settings.comments = switch()?,
                "explain" => settings.explain = switch()?,
                "id_from" => settings.id_from = Some(value.extract().map_err(|_| wrong("str"))?),
                "images" => settings.images = switch()?,
                "links" => settings.links = switch()?,
                "strip_tracking" => settings.strip_tracking = switch()?,
                "rules" => settings.rules = text(&name, &value)?,
                "leftovers" => settings.leftovers = text(&name, &value)?,
                "keep_leftovers" => {
                    let wanted = "a list of names of kinds";
                    if value.is_instance_of::<PyString>() {
                        return Err(wrong(wanted));
                    }
                    settings.keep_leftovers = value.extract().map_err(|_| wrong(wanted))?;
                }
                "limits" => {
                    settings.limits = value.extract().map_err(|_| wrong("a dict of names and whole numbers from 0"))?;
                }
                _ => return Err(PyTypeError::new_err(format!("no setting is called '{name}'; there are {NAMES}"))),
            }
        }
        Ok(settings)
    }

    /// The settings of the cleaner: what cannot be read is a `ValueError` with its place.
    pub(crate) fn config(&self) -> PyResult<Config> {
        let told = |setting: &str, why: &dyn std::fmt::Display| PyValueError::new_err(format!("{setting}: {why}"));
        let rules = self.rules.as_deref().map_or(Ok(SiteRules::default()), SiteRules::parse);
        let wordings = self.leftovers.as_deref().map_or(Ok(Wordings::default()), Wordings::parse);
        let mut limits = Limits::default();
        for (name, number) in &self.limits {
            limits.set(&format!("{name}={number}")).map_err(|e| told("limits", &e))?;
        }
        let keep = self.keep_leftovers.iter().map(|name| kind(name)).collect::<PyResult<_>>()?;
        Ok(Config {
            limits,
            leftover: leftover::Settings { keep, wordings: wordings.map_err(|e| told("leftovers", &e))? },
            judge: judge::Settings { comments: self.comments },
            sections: sections::Settings {
                links: self.links,
                images: self.images,
                strip_tracking: self.strip_tracking,
            },
            rules: rules.map_err(|e| told("rules", &e))?,
            explain: self.explain,
            id_from: self.id_from.as_deref().map_or(Ok(IdFrom::default()), id_from)?,
        })
    }

    /// The keyword arguments that give these settings.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("comments", self.comments)?;
        dict.set_item("explain", self.explain)?;
        if let Some(id_from) = &self.id_from {
            dict.set_item("id_from", id_from)?;
        }
        dict.set_item("images", self.images)?;
        dict.set_item("keep_leftovers", &self.keep_leftovers)?;
        dict.set_item("leftovers", &self.leftovers)?;
        dict.set_item("limits", &self.limits)?;
        dict.set_item("links", self.links)?;
        dict.set_item("rules", &self.rules)?;
        dict.set_item("strip_tracking", self.strip_tracking)?;
        Ok(dict)
    }
}

/// A setting that is a text, or the path of a file that holds it.
fn text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_cow()?.into_owned()));
    }
    let path: PathBuf = value.extract().map_err(|_| {
        PyTypeError::new_err(format!("{name}: expected a str with the text itself or a Path to a file"))
    })?;
    let text = std::fs::read_to_string(&path);
    text.map(Some).map_err(|e| PyOSError::new_err(format!("{name}: {}: {e}", path.display())))
}

fn id_from(name: &str) -> PyResult<IdFrom> {
    Ok(match name {
        "source" => IdFrom::Source,
        "url" => IdFrom::Url,
        "given" => IdFrom::Given,
        _ => return Err(PyValueError::new_err(format!("id_from: expected source, url or given, got '{name}'"))),
    })
}

fn kind(name: &str) -> PyResult<Kind> {
    let named = |kind: &Kind| kind.rule().strip_prefix("leftover.") == Some(name);
    Kind::ALL.into_iter().find(named).ok_or_else(|| {
        let names = Kind::ALL.map(|kind| kind.rule().trim_start_matches("leftover.")).join(", ");
        PyValueError::new_err(format!("keep_leftovers: no kind is called '{name}'; there are {names}"))
    })
}
