//! The one integration binary.
mod cli;

use cco_advisor::ingest::{Host, Unwatched};
#[test]
fn smoke() {
    let host = Host { data_dir: None, watch: &Unwatched };
    for entry in cco_advisor::tools::catalog() {
        let reply = entry.call(&serde_json::from_str(entry.sample).unwrap(), &host).unwrap();
        println!("{}", serde_json::to_string(&reply.report).unwrap());
        println!("{}", cco_advisor::render::markdown(&reply.page));
        println!("{}", cco_advisor::render::terminal(&reply.page, 80, cco_advisor::render::Ink::Plain));
        println!("{}", entry.input_schema(cco_advisor::shape::Telling::Lean));
        println!("{}", entry.output_schema());
    }
    let bad = serde_json::json!({"roels": [], "roles":[{"role":"x","base_pct":"abc","same_plan_as_sales":"no","components":{"nps":200}}], "policy":{"base_csm":3}});
    println!("{:?}", cco_advisor::tools::catalog()[0].call(&bad, &host));
    if let Err(cco_advisor::problem::Stop::Refused(p)) = cco_advisor::tools::catalog()[0].call(&bad, &host) {
        println!("{p}");
    }
}
