//! Files that hold several articles or files, each read one piece at a time.

mod feed;
mod json_feed;
mod rows;
mod table;
mod tar;
mod warc;
mod zip;

use tidings_record::Days;

use crate::article::Told;
use crate::kind::Kind;
use crate::{Input, InputError, Options};

pub(crate) use feed::feed;
pub(crate) use json_feed::json_feed;
pub(crate) use rows::Rows;
pub(crate) use table::Table;
pub(crate) use tar::Tar;
pub(crate) use warc::Warc;
pub(crate) use zip::Zip;

/// What comes next out of a container.
pub(crate) enum Step {
    Input(Box<Input>),
    Failed(InputError),
    /// A file that is to be opened.
    Member(Box<Member>),
    /// A page elsewhere.
    Link(Box<Link>),
    /// A file that holds no article and is left alone.
    Passed,
}

/// A page that a feed or sitemap leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// The feed that leads there.
    pub from: String,
    /// When the page appeared or changed, in the words of the feed.
    pub stated: Option<String>,
    /// The day on which it appeared, if the feed states one.
    pub published: Option<Days>,
}

/// A file in a container.
pub(crate) struct Member {
    /// Its place: the container's and its own name.
    pub file: String,
    pub bytes: Vec<u8>,
    /// What the container says it is.
    pub kind: Option<Kind>,
    pub told: Told,
}

/// Something that is read one piece at a time.
pub(crate) trait Container: Send {
    /// The next piece; `None` at the end, and forever after.
    fn next(&mut self, options: &Options) -> Option<Step>;
}

/// Pieces that were read all at once.
pub(crate) struct Ready(pub std::vec::IntoIter<Step>);

impl Container for Ready {
    fn next(&mut self, _: &Options) -> Option<Step> {
        self.0.next()
    }
}
