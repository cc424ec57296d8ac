//! Search engines are asked to stay away from every page in every form, and nothing lists the pages for
//! them: who may read a report for a board is never a machine of others.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::load::{Tree, base_pack};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use boardpack::render::{Forms, Site};
use std::path::Path;

/// In every form that needs no browser.
fn site(tree: &Tree) -> Site {
    let forms = Forms {
        single: true,
        slides: true,
        ..Forms::default()
    };
    let built = pipeline::build_in(tree, &Origin::default(), Audience::Internal, &forms);
    built.site.unwrap()
}

#[test]
fn every_page_asks_not_to_be_listed_and_nothing_lists_the_pages() {
    let sample = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut pages = 0;
    for tree in [sample, base_pack()] {
        let site = site(&tree);
        let forms = |name: &str| site.files.keys().any(|path| path.ends_with(name));
        assert!(forms("slides.html") && forms("pack-single.html"));
        for (path, bytes) in &site.files {
            let name = path.rsplit('/').next().unwrap();
            let endings = ["xml", "rss", "atom", "gz"];
            let ending = name.rsplit('.').next().unwrap();
            assert!(!endings.contains(&ending), "{path} may be a list of pages");
            assert!(!name.to_lowercase().contains("sitemap"), "{path}");
            if ending != "html" {
                continue;
            }
            pages += 1;
            let text = std::str::from_utf8(bytes).unwrap();
            let (head, body) = text.split_once("</head>").unwrap();
            let meta = "<meta name=\"robots\" content=\"noindex, nofollow, noarchive\">";
            assert_eq!(head.matches(meta).count(), 1, "{path}");
            assert_eq!(text.matches("name=\"robots\"").count(), 1, "{path}");
            for link in ["rel=\"sitemap\"", "rel=\"alternate\"", "rel=\"canonical\""] {
                assert!(
                    !head.contains(link) && !body.contains(link),
                    "{path}: {link}"
                );
            }
        }
        assert_eq!(
            site.files["robots.txt"], b"User-agent: *\nDisallow: /\n",
            "all of it, for everybody, and no list of pages named"
        );
    }
    assert!(pages > 200, "{pages} pages");
}
