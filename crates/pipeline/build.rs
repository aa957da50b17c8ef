//! Tells the pipeline what it is built of: what is kept of a document holds only for the code, the
//! words and rules, and the models that it was made with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The crates that have a say in what is kept of a document.
const CRATES: [&str; 7] = ["corpus", "enrich", "model", "parse", "pipeline", "report", "tables"];

fn main() -> io::Result<()> {
    let crates = Path::new("..");
    let (mut code, mut rules, mut models) = (Vec::new(), Vec::new(), Vec::new());
    code.push(crates.join("../Cargo.lock"));
    for name in CRATES {
        files_below(&crates.join(name).join("src"), &mut code)?;
        let data = crates.join(name).join("data");
        if data.is_dir() {
            println!("cargo:rerun-if-changed={}", data.display());
            files_below(&data, &mut rules)?;
        }
        println!("cargo:rerun-if-changed={}", crates.join(name).join("src").display());
    }
    rules.retain(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is_model = matches!(ending, "forest" | "model");
        if is_model {
            models.push(path.clone());
        }
        !is_model && ending != "md"
    });
    for (name, files) in [("CODE", code), ("RULES", rules), ("MODELS", models)] {
        println!("cargo:rustc-env=ANNALIST_{name}={}", digest(files)?);
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../Cargo.lock");
    Ok(())
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files_below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The first digits of the SHA-256 of all files and their names.
fn digest(mut files: Vec<PathBuf>) -> io::Result<String> {
    files.sort();
    let mut hasher = Sha256::new();
    for path in files.iter().filter(|path| path.is_file()) {
        let name = path.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(path)?;
        hasher.update(format!("{name} {}\n", bytes.len()));
        hasher.update(&bytes);
    }
    Ok(hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}
