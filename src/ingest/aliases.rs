//! What exports of the usual systems call our fields, where the name says the same in all of them.
//!
//! Names that mean something else are left out on purpose: Salesforce's and HubSpot's "Annual Revenue" is what the
//! customer sells, not what it pays. Those go into `columns`.

/// One of our fields, and headers of exports that mean it.
#[derive(Debug, Clone, Copy)]
pub struct Alias {
    /// Our field.
    pub field: &'static str,
    /// Headers, each with the systems that write it.
    pub headers: &'static [(&'static str, &'static str)],
}

/// The table; of several headers in a file the first named here counts, after our own name.
pub const ALIASES: &[Alias] = &[
    Alias {
        field: "id",
        headers: &[
            ("Account ID", "Salesforce"),
            ("Record ID", "HubSpot"),
            ("Company ID", "HubSpot"),
            ("Customer ID", "Stripe"),
            ("External ID", "ChartMogul"),
            ("Customer external ID", "ChartMogul"),
            ("Customer UUID", "ChartMogul"),
            ("GSID", "Gainsight"),
        ],
    },
    Alias {
        field: "customer",
        headers: &[
            ("Customer ID", "Stripe"),
            ("External ID", "ChartMogul"),
            ("Customer external ID", "ChartMogul"),
            ("Account ID", "Salesforce"),
            ("Company ID", "HubSpot, Gainsight"),
            ("Account", "Salesforce, Gainsight"),
            ("Account Name", "Salesforce, Gainsight"),
            ("Customer Name", "ChartMogul, Stripe"),
            ("Company name", "HubSpot"),
        ],
    },
    Alias {
        field: "name",
        headers: &[
            ("Account Name", "Salesforce, Gainsight"),
            ("Company name", "HubSpot"),
            ("Company", "HubSpot, ChartMogul"),
            ("Customer Name", "ChartMogul, Stripe"),
        ],
    },
    Alias {
        field: "arr_usd",
        headers: &[
            ("ARR", "ChartMogul, Gainsight, Salesforce"),
            ("Annual recurring revenue", "HubSpot, ChartMogul"),
            ("Current ARR", "Gainsight"),
        ],
    },
    Alias {
        field: "amount",
        headers: &[
            ("MRR", "ChartMogul, Gainsight"),
            ("ARR", "ChartMogul, Gainsight"),
            ("Monthly recurring revenue", "HubSpot, ChartMogul"),
            ("Annual recurring revenue", "HubSpot, ChartMogul"),
        ],
    },
    Alias {
        field: "period",
        headers: &[("Month", "ChartMogul, Stripe"), ("Period month", "Stripe"), ("Date", "ChartMogul")],
    },
    Alias { field: "currency", headers: &[("Currency ISO Code", "Salesforce"), ("CurrencyIsoCode", "Salesforce")] },
    Alias {
        field: "contract_end",
        headers: &[
            ("Renewal Date", "Gainsight, HubSpot"),
            ("Contract End Date", "Salesforce"),
            ("Current Period End (UTC)", "Stripe"),
        ],
    },
    Alias { field: "tenure_months", headers: &[("Customer Lifetime in Months", "Gainsight")] },
    Alias { field: "started", headers: &[("Customer since", "ChartMogul"), ("Original Contract Date", "Gainsight")] },
    Alias {
        field: "owner",
        headers: &[("CSM", "Gainsight"), ("Account Owner", "Salesforce"), ("Company owner", "HubSpot")],
    },
];

/// Headers of exports that mean a field, in the order of the table.
pub(super) fn headers_of(field: &str) -> impl Iterator<Item = &'static str> {
    let of_field = ALIASES.iter().filter(move |alias| alias.field == field);
    of_field.flat_map(|alias| alias.headers.iter().map(|(header, _)| *header))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::shape::fold;

    #[test]
    fn a_field_stands_once_and_so_does_each_of_its_headers() {
        let fields: BTreeSet<&str> = ALIASES.iter().map(|alias| alias.field).collect();
        assert_eq!(fields.len(), ALIASES.len());
        for alias in ALIASES {
            let folded: BTreeSet<String> = alias.headers.iter().map(|(header, _)| fold(header)).collect();
            assert_eq!(folded.len(), alias.headers.len(), "{}", alias.field);
            assert!(!folded.contains(&fold(alias.field)), "{}", alias.field);
        }
    }
}
