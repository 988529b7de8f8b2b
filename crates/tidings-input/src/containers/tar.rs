//! tar archives, in a stream. Known are ustar names, GNU's and pax' long names; links and devices are passed over.

use std::io::{BufRead, Read};

use super::{Container, Member, Step};
use crate::article::Told;
use crate::limits::{LARGEST_WHOLE, skip};
use crate::{Fault, Options, kind};

/// The longest name of a member.
const LONGEST_NAME: u64 = 64 << 10;

/// An open archive.
pub(crate) struct Tar {
    file: String,
    reader: Option<Box<dyn BufRead + Send>>,
}

impl Tar {
    pub fn new(file: String, reader: Box<dyn BufRead + Send>) -> Tar {
        Tar { file, reader: Some(reader) }
    }

    fn step(&mut self) -> Result<Option<Step>, Fault> {
        let file = self.file.clone();
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        let broken = |_| Fault::advised("breaks off in the middle of an archive", "what came before is read");
        let mut long_name = None;
        loop {
            let mut block = [0u8; 512];
            if reader.fill_buf().map_err(|error| Fault::cannot_read(&error))?.is_empty() {
                return Ok(None);
            }
            reader.read_exact(&mut block).map_err(broken)?;
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            let sum: u64 = block
                .iter()
                .enumerate()
                .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) })
                .sum();
            let size = number(&block[124..136]).filter(|_| number(&block[148..156]) == Some(sum));
            let size = size.ok_or_else(|| Fault::new("is no tar archive, or a broken one"))?;
            let padding = size.div_ceil(512) * 512 - size;
            let mut take = |largest: u64| -> Result<Vec<u8>, Fault> {
                let mut bytes = Vec::new();
                let wanted = size.min(largest);
                reader
                    .by_ref()
                    .take(wanted)
                    .read_to_end(&mut bytes)
                    .map_err(|error| Fault::cannot_read(&error))?;
                if (bytes.len() as u64) < wanted {
                    return Err(Fault::advised(
                        "breaks off in the middle of an archive",
                        "what came before is read",
                    ));
                }
                skip(reader.as_mut(), size - wanted + padding).map_err(broken)?;
                Ok(bytes)
            };
            match block[156] {
                b'L' => long_name = Some(text(&take(LONGEST_NAME)?)),
                b'x' => long_name = pax_name(&take(LONGEST_NAME)?).or(long_name),
                b'0' | 0 | b'7' => {
                    let name = long_name.take().unwrap_or_else(|| short_name(&block));
                    let place = format!("{file}/{name}");
                    if name.ends_with('/') || super::zip::is_furniture(&name) {
                        skip(reader.as_mut(), size + padding).map_err(broken)?;
                        continue;
                    }
                    if !kind::is_read(&name) {
                        skip(reader.as_mut(), size + padding).map_err(broken)?;
                        return Ok(Some(Step::Passed));
                    }
                    if size > LARGEST_WHOLE {
                        skip(reader.as_mut(), size + padding).map_err(broken)?;
                        let fault =
                            Fault::advised("is too large to be read from an archive", "unpack it first");
                        return Ok(Some(Step::Failed(fault.at(&place, None))));
                    }
                    let bytes = take(LARGEST_WHOLE)?;
                    let kind = kind::by_name(&name);
                    return Ok(Some(Step::Member(Box::new(Member {
                        file: place,
                        bytes,
                        kind,
                        told: Told::default(),
                    }))));
                }
                _ => {
                    skip(reader.as_mut(), size + padding).map_err(broken)?;
                }
            }
        }
    }
}

impl Container for Tar {
    fn next(&mut self, _: &Options) -> Option<Step> {
        match self.step() {
            Ok(Some(step)) => Some(step),
            Ok(None) => {
                self.reader = None;
                None
            }
            Err(fault) => {
                self.reader = None;
                Some(Step::Failed(fault.at(&self.file, None)))
            }
        }
    }
}

/// An octal number, or a binary one as GNU writes large ones.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (high, low) = field.split_at(field.len() - 8);
        let large = high[0] != 0x80 || high[1..].iter().any(|byte| *byte != 0) || low[0] & 0x80 != 0;
        return (!large).then(|| low.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)));
    }
    let digits =
        field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| (b'0'..=b'7').contains(*byte));
    Some(digits.fold(0, |n, byte| n << 3 | u64::from(byte - b'0')))
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn short_name(block: &[u8; 512]) -> String {
    let prefix = if &block[257..262] == b"ustar" { text(&block[345..500]) } else { String::new() };
    let name = text(&block[..100]);
    if prefix.is_empty() { name } else { format!("{prefix}/{name}") }
}

/// The `path` of pax records: `LENGTH KEY=VALUE\n`.
fn pax_name(records: &[u8]) -> Option<String> {
    records.split(|byte| *byte == b'\n').find_map(|record| {
        let at = memchr::memmem::find(record, b" path=")?;
        Some(String::from_utf8_lossy(&record[at + 6..]).into_owned())
    })
}
