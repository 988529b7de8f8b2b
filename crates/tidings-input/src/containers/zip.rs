//! ZIP archives.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::{Container, Member, Step};
use crate::article::Told;
use crate::kind;
use crate::limits::{Budget, LARGEST_WHOLE, Unpacked, whole};
use crate::{Fault, Options};

/// What an archive is read from.
pub(crate) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

/// An open archive.
pub(crate) struct Zip {
    file: String,
    archive: ZipArchive<Box<dyn Seekable>>,
    next: usize,
    budget: Budget,
}

impl Zip {
    /// Reads the list of members.
    ///
    /// # Errors
    /// If there is none, as in an archive that was cut off.
    pub fn new(file: String, reader: Box<dyn Seekable>, budget: Budget) -> Result<Zip, Fault> {
        let archive = ZipArchive::new(reader).map_err(|error| {
            Fault::advised(
                format!("cannot be read as a ZIP archive: {error}"),
                "if it was cut off, fetch it again",
            )
        })?;
        Ok(Zip { file, archive, next: 0, budget })
    }

    fn member(&mut self) -> Option<Step> {
        loop {
            let at = self.next;
            if at >= self.archive.len() {
                return None;
            }
            self.next += 1;
            let mut member = match self.archive.by_index(at) {
                Ok(member) => member,
                Err(error) => {
                    let fault = Fault::new(format!("its member {} cannot be read: {error}", at + 1));
                    return Some(Step::Failed(fault.at(&self.file, None)));
                }
            };
            let name = match member.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
            };
            let place = format!("{}/{name}", self.file);
            if member.is_dir() || is_furniture(&name) {
                continue;
            }
            if !kind::is_read(&name) {
                return Some(Step::Passed);
            }
            let mut unpacked = Unpacked { inner: &mut member, budget: self.budget.clone() };
            return Some(match whole(&mut unpacked, LARGEST_WHOLE) {
                Ok(bytes) => {
                    let kind = kind::by_name(&name);
                    Step::Member(Box::new(Member { file: place, bytes, kind, told: Told::default() }))
                }
                Err(fault) => Step::Failed(fault.at(&place, None)),
            });
        }
    }
}

impl Container for Zip {
    fn next(&mut self, _: &Options) -> Option<Step> {
        self.member()
    }
}

/// Whether a member of this name goes with another file or with the system: hidden files, `page_files/…`.
pub(super) fn is_furniture(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']).rev();
    let own = parts.next().unwrap_or_default();
    own.starts_with('.') || parts.any(|folder| folder.ends_with("_files") || folder == "__MACOSX")
}
