//! The names a parse uses: language, tag set, label set, entity types. One per model, shared by its parses.

/// The closed vocabularies of one model. A [`crate::Parse`] holds indices into these lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// BCP 47 language tag, such as `en`.
    pub language: String,
    /// Name and version of the model, such as `en_core_web_sm 3.8.0`.
    pub model: String,
    /// Name of the fine-grained tag set, such as `Penn Treebank (OntoNotes 5)`.
    pub tag_set: String,
    /// Name of the dependency label set, such as `ClearNLP`.
    pub label_set: String,
    /// Name of the entity type set, such as `OntoNotes 5`.
    pub entity_set: String,
    /// Fine-grained tags.
    pub tags: Vec<String>,
    /// Universal parts of speech. The first is the empty string, for "none".
    pub parts: Vec<String>,
    /// Morphological features in UD notation. The first is the empty string, for "none".
    pub morphs: Vec<String>,
    /// Dependency labels.
    pub labels: Vec<String>,
    /// Entity types. The first is the empty string, for "not in an entity".
    pub entity_types: Vec<String>,
    /// Labels whose word heads a noun phrase, for [`crate::Parse::noun_chunks`].
    pub noun_phrase_labels: Vec<String>,
}
