//! Which files are read, in which order and under which names. Paths in, files out. Reads directories, never a file.

use crate::error::RunError;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    /// Where it lies; none for standard input.
    pub(super) path: Option<PathBuf>,
    /// Its name in records.
    pub(super) shown: String,
    /// Number of the input that it belongs to.
    pub(super) input: usize,
}

/// The plan of a run.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) files: Vec<Planned>,
    /// The inputs as records name them.
    pub(super) names: Vec<String>,
    /// Bytes of all files, where all are regular.
    pub(super) total: Option<u64>,
}

/// An input as the user gave it.
enum Root {
    Stdin,
    File(PathBuf),
    Dir(PathBuf),
}

/// Finds the files of all inputs.
pub(super) fn plan(paths: &[PathBuf]) -> Result<Plan, RunError> {
    let roots = paths.iter().map(|path| root(path)).collect::<Result<Vec<_>, _>>()?;
    let names = names(&roots);
    let mut files = Vec::new();
    for (input, (root, name)) in roots.into_iter().zip(&names).enumerate() {
        match root {
            Root::Stdin => files.push(Planned { path: None, shown: name.clone(), input }),
            Root::File(path) => files.push(Planned { path: Some(path), shown: name.clone(), input }),
            Root::Dir(path) => walk(&path, name, input, &mut files)?,
        }
    }
    let total = files.iter().try_fold(0u64, |sum, file| {
        let meta = std::fs::metadata(file.path.as_ref()?);
        // A file that cannot be read has no bytes to count.
        meta.map_or(Some(sum), |meta| meta.is_file().then(|| sum.saturating_add(meta.len())))
    });
    Ok(Plan { files, names, total })
}

fn root(path: &Path) -> Result<Root, RunError> {
    if path.as_os_str() == "-" {
        return Ok(Root::Stdin);
    }
    let fail = |e: std::io::Error| RunError::new(path.display().to_string(), e);
    let meta = std::fs::metadata(path).map_err(fail)?;
    // A name that is a link stays: it is what the user calls the file.
    let full = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            std::fs::canonicalize(parent).map_err(fail)?.join(name)
        }
        _ => std::fs::canonicalize(path).map_err(fail)?,
    };
    if meta.is_dir() {
        std::fs::read_dir(&full).map_err(fail)?;
        return Ok(Root::Dir(full));
    }
    if meta.is_file() {
        std::fs::File::open(&full).map_err(fail)?;
    }
    Ok(Root::File(full))
}

/// Names of the inputs: the last component, and as many before it as it takes to tell inputs apart.
fn names(roots: &[Root]) -> Vec<String> {
    let parts: Vec<Vec<String>> = roots.iter().map(components).collect();
    let mut depth = vec![1usize; roots.len()];
    let name = |n: usize, depth: usize| -> String {
        let parts = parts.get(n).map(Vec::as_slice).unwrap_or_default();
        parts.get(parts.len().saturating_sub(depth)..).unwrap_or_default().join("/")
    };
    loop {
        let now: Vec<String> = depth.iter().enumerate().map(|(n, &depth)| name(n, depth)).collect();
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, name) in now.iter().enumerate() {
            by_name.entry(name).or_default().push(n);
        }
        let mut clash: BTreeSet<usize> = BTreeSet::new();
        for (name, same) in &by_name {
            let differ = same.iter().any(|&n| parts.get(n) != same.first().and_then(|&first| parts.get(first)));
            if differ {
                clash.extend(same);
            }
            // A file named as one below a directory that is also an input.
            for (at, _) in name.match_indices('/') {
                clash.extend(name.get(..at).and_then(|above| by_name.get(above)).into_iter().flatten());
            }
        }
        let mut moved = false;
        for n in clash {
            if let (Some(depth), Some(parts)) = (depth.get_mut(n), parts.get(n))
                && *depth < parts.len()
            {
                *depth += 1;
                moved = true;
            }
        }
        if !moved {
            return now;
        }
    }
}

fn components(root: &Root) -> Vec<String> {
    match root {
        Root::Stdin => vec!["-".to_owned()],
        Root::File(path) | Root::Dir(path) => path
            .components()
            .filter_map(|c| match c {
                Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect(),
    }
}

/// All files below a directory, sorted by the bytes of their paths below it. Links to directories within it are not
/// followed, since what they lead to is walked anyway; others are, once.
fn walk(top: &Path, name: &str, input: usize, files: &mut Vec<Planned>) -> Result<(), RunError> {
    let fail = |path: &Path, e: std::io::Error| RunError::new(path.display().to_string(), e);
    let real_top = std::fs::canonicalize(top).map_err(|e| fail(top, e))?;
    let mut seen = BTreeSet::new();
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    let mut todo = vec![(String::new(), top.to_path_buf())];
    while let Some((below, dir)) = todo.pop() {
        for entry in std::fs::read_dir(&dir).map_err(|e| fail(&dir, e))? {
            let entry = entry.map_err(|e| fail(&dir, e))?;
            let own = entry.file_name().to_string_lossy().into_owned();
            let below = if below.is_empty() { own } else { format!("{below}/{own}") };
            let path = entry.path();
            let is_link = entry.file_type().is_ok_and(|t| t.is_symlink());
            match std::fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => {
                    let real = std::fs::canonicalize(&path).map_err(|e| fail(&path, e))?;
                    if !is_link || (!real.starts_with(&real_top) && !real_top.starts_with(&real) && seen.insert(real)) {
                        todo.push((below, path));
                    }
                }
                // Sockets and pipes are no pages, and to open one may wait for ever.
                Ok(meta) if !meta.is_file() => {}
                Ok(_) | Err(_) => found.push((below, path)),
            }
        }
    }
    found.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let shown = |below: String| if name.is_empty() { below } else { format!("{name}/{below}") };
    files.extend(found.into_iter().map(|(below, path)| Planned { path: Some(path), shown: shown(below), input }));
    Ok(())
}
