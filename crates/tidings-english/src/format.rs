//! Reads the converted model file: named sections of raw f32 or of string tables.
//!
//! The format is described in `tidings-english-model/convert.py`. Every offset and length is checked; a wrong
//! file gives an error, never a panic. What the sections mean is for the modules that ask for them.

use std::collections::BTreeMap;

const MAGIC: &[u8] = b"tidings english model 1\n";

/// Why bytes are not a model that this version can run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The first line is not the magic line.
    #[error("not a converted English model (the first line is not `tidings english model 1`)")]
    Magic,
    /// The bytes end too early, or an offset points outside.
    #[error("the model file is damaged: {0} lies outside the file")]
    Truncated(String),
    /// A section that the engine needs is not there.
    #[error("the model file has no section {0}")]
    Missing(String),
    /// A section has another size or content than the engine expects.
    #[error("the model file's section {section} is wrong: {reason}")]
    Section {
        /// Name of the section.
        section: String,
        /// What was expected.
        reason: String,
    },
}

/// A parsed directory of a model file.
pub struct ModelFile<'a> {
    sections: BTreeMap<&'a str, &'a [u8]>,
}

impl<'a> ModelFile<'a> {
    /// Reads the directory.
    ///
    /// # Errors
    /// [`ModelError::Magic`] and [`ModelError::Truncated`].
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::Magic)?;
        let mut cursor = Cursor { bytes: rest, section: "directory" };
        let count = cursor.u32()?;
        let mut sections = BTreeMap::new();
        for _ in 0..count {
            let length = u16::from_le_bytes(cursor.array()?) as usize;
            let name = cursor.text(length)?;
            let start = u64::from_le_bytes(cursor.array()?);
            let length = u64::from_le_bytes(cursor.array()?);
            let range = usize::try_from(start)
                .ok()
                .zip(start.checked_add(length).and_then(|end| usize::try_from(end).ok()))
                .and_then(|(start, end)| bytes.get(start..end))
                .ok_or_else(|| ModelError::Truncated(name.to_owned()))?;
            sections.insert(name, range);
        }
        Ok(Self { sections })
    }

    fn section(&self, name: &str) -> Result<&'a [u8], ModelError> {
        self.sections.get(name).copied().ok_or_else(|| ModelError::Missing(name.to_owned()))
    }

    /// A section of exactly `length` floats.
    pub fn floats(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.section(name)?;
        if bytes.len() != length * 4 {
            return Err(wrong(name, format!("{} bytes, expected {}", bytes.len(), length * 4)));
        }
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A section that is one string.
    pub fn text(&self, name: &str) -> Result<&'a str, ModelError> {
        std::str::from_utf8(self.section(name)?).map_err(|_| wrong(name, "not UTF-8".to_owned()))
    }

    /// A section of rows of strings.
    pub fn table(&self, name: &str) -> Result<Vec<Vec<&'a str>>, ModelError> {
        let mut cursor = Cursor { bytes: self.section(name)?, section: name };
        let rows = cursor.u32()?;
        let mut table = Vec::new();
        for _ in 0..rows {
            let fields = cursor.u32()?;
            let mut row = Vec::new();
            for _ in 0..fields {
                let length = cursor.u32()? as usize;
                row.push(cursor.text(length)?);
            }
            table.push(row);
        }
        Ok(table)
    }
}

/// A [`ModelError::Section`].
pub fn wrong(section: &str, reason: impl Into<String>) -> ModelError {
    ModelError::Section { section: section.to_owned(), reason: reason.into() }
}

struct Cursor<'a, 'n> {
    bytes: &'a [u8],
    section: &'n str,
}

impl<'a> Cursor<'a, '_> {
    fn truncated(&self) -> ModelError {
        ModelError::Truncated(self.section.to_owned())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (array, rest) = self.bytes.split_first_chunk().ok_or_else(|| self.truncated())?;
        self.bytes = rest;
        Ok(*array)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.array().map(u32::from_le_bytes)
    }

    fn text(&mut self, length: usize) -> Result<&'a str, ModelError> {
        let (text, rest) = self.bytes.split_at_checked(length).ok_or_else(|| self.truncated())?;
        self.bytes = rest;
        std::str::from_utf8(text).map_err(|_| wrong(self.section, "not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_model() {
        assert_eq!(ModelFile::new(b"PK").err(), Some(ModelError::Magic));
        assert_eq!(ModelFile::new(MAGIC).err(), Some(ModelError::Truncated("directory".into())));
    }

    #[test]
    fn every_cut_of_the_model_is_refused_or_lacks_a_section() {
        let bytes = tidings_english_model::BYTES;
        for cut in [30, 100, 1000, 5000, bytes.len() / 2, bytes.len() - 64] {
            assert!(crate::English::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }
}
