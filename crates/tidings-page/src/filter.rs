//! The panel that filters all lines of a page. It works with the page's script, and is not seen without.

use maud::{Markup, html};

use crate::sources::{Numbered, Sources};
use crate::text::plain;
use crate::words::Sign;

/// How many outlets or speakers can be chosen from.
const CHOICES: usize = 300;

/// The panel, or nothing where there is no line.
pub fn panel(sources: &Sources<'_>) -> Markup {
    if sources.outlets.sorted().is_empty() {
        return html! {};
    }
    html! {
        details #filter .filter.scripted {
            summary { "Filter" span #filter-state {} }
            div.panel role="search" aria-label="Filter the lines" {
                label { span { "Words" } input #filter-words type="search" autocomplete="off"; }
                (choice("outlet", "Outlet", &sources.outlets))
                (choice("person", "Whose word", &sources.people))
                label { span { "From" } input #filter-from type="date"; }
                label { span { "To" } input #filter-to type="date"; }
                fieldset {
                    legend { "Events" }
                    @for sign in Sign::ALL {
                        label.tick { input type="checkbox" name="sign" value=(sign.class()) checked; (sign.drawn()) span { (sign.legend()) } }
                    }
                }
                button #filter-clear type="button" { "Show all" }
            }
            p #filter-count role="status" {}
        }
    }
}

fn choice(name: &str, label: &str, numbered: &Numbered<'_>) -> Markup {
    let names = numbered.sorted();
    html! {
        @if names.len() > 1 {
            label {
                span { (label) }
                select id={ "filter-" (name) } {
                    option value="" { "all" }
                    @for (name, number) in names.into_iter().take(CHOICES) { option value=(number) { (plain(name)) } }
                }
            }
        }
    }
}
