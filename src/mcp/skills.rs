//! The skill: `SKILL.md` and the references it links to, served by the skills extension as they stand in the repository.

use std::sync::LazyLock;

use rmcp::model::{ErrorData, Skill, SkillFrontmatter, SkillResource, SkillResources};
use serde_json::{Value, json};

use super::front_matter;
use crate::library::{REFERENCES, SKILL};

/// Where the files of the skill stand; the last segment is the skill's name, as the extension wants it.
const ROOT: &str = "skill://cco-advisor/";
const REFERENCE_FOLDER: &str = "references/";

/// The files of the skill by their addresses.
fn files() -> impl Iterator<Item = (String, &'static str)> {
    let references =
        REFERENCES.iter().map(|document| (format!("{ROOT}{REFERENCE_FOLDER}{}.md", document.stem), document.text));
    std::iter::once((format!("{ROOT}SKILL.md"), SKILL)).chain(references)
}

/// A file of the skill.
pub(super) fn file(uri: &str) -> Option<&'static str> {
    files().find(|(known, _)| known == uri).map(|(_, text)| text)
}

/// Every skill; there is one. A test proves that its file is read.
pub(super) fn list() -> Vec<Skill> {
    static SKILLS: LazyLock<Vec<Skill>> = LazyLock::new(|| {
        let frontmatter = frontmatter().map_err(|why| tracing::error!(why, "the skill cannot be read")).ok();
        let manifest = || files().map(|(uri, text)| SkillResource::from_bytes(uri, text.as_bytes())).collect();
        let skill = |frontmatter| Skill::new(format!("{ROOT}SKILL.md"), frontmatter, SkillResources::Files(manifest()));
        frontmatter.map(skill).into_iter().collect()
    });
    SKILLS.clone()
}

fn frontmatter() -> Result<SkillFrontmatter, String> {
    let (fields, _) = front_matter::read(SKILL)?;
    serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())
}

/// A skill by the address of its `SKILL.md`.
pub(super) fn get(uri: &str) -> Result<Skill, ErrorData> {
    let found = list().into_iter().find(|skill| skill.uri == uri);
    // Not "resource not found": the SDK does not turn that into the newer era's code for this method.
    found.ok_or_else(|| ErrorData::invalid_params("there is no skill of this address", Some(json!({"uri": uri}))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skill_is_whole() {
        let skills = list();
        assert_eq!(skills.len(), 1);
        skills[0].validate().unwrap();
        let SkillResources::Files(manifest) = &skills[0].resources else { panic!("a manifest") };
        assert_eq!(manifest.len(), 1 + REFERENCES.len());
        for resource in manifest {
            resource.verify(file(&resource.uri).unwrap().as_bytes()).unwrap();
        }
        for link in SKILL.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            assert!(file(&format!("{ROOT}{link}")).is_some(), "{link} is served");
        }
    }
}
