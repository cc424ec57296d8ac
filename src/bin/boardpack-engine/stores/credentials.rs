//! The environment to a store that may be read: keys, region and endpoint by the names that each vendor's own
//! programs give them. Nothing of a pack is a credential, and no machine's metadata is asked for one.

use super::Source;
use super::guard::{Guard, Origin, client};
use super::trouble::Trouble;
use crate::fault::Stop;
use boardpack::collect::{FetchLimits, codes};
use boardpack::model::Store;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GcpCredential, GoogleCloudStorageBuilder};
use object_store::{BackoffConfig, ObjectStore, RetryConfig, StaticCredentialProvider};
use std::sync::Arc;
use std::time::Duration;

/// Times that something is asked again.
const RETRIES: usize = 3;

/// A store and what watches over it.
pub(super) struct Opened {
    pub(super) store: Box<dyn ObjectStore>,
    pub(super) guard: Guard,
}

/// What the environment says; an empty text is none.
#[expect(
    clippy::disallowed_methods,
    reason = "credentials come from the environment alone, and are no input of a pack"
)]
fn told(names: &[&str]) -> Option<String> {
    let one = |name: &&str| std::env::var(name).ok();
    let mut texts = names.iter().filter_map(one);
    texts.find(|text| !text.trim().is_empty())
}

fn is_set(name: &str) -> bool {
    told(&[name])
        .is_some_and(|text| ["1", "true", "yes"].contains(&text.to_ascii_lowercase().as_str()))
}

/// Opens the store of a source.
pub(super) fn open(source: &Source, limits: &FetchLimits) -> Result<Opened, Stop> {
    match source.url.store {
        Store::Google => google(source, limits),
        Store::Azure => azure(source, limits),
        _ => amazon(source, limits),
    }
}

fn lacking(source: &Source, what: &str, help: &str) -> Stop {
    source.stop(codes::STORE, what, help)
}

fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(5),
            base: 2.0,
        },
        max_retries: RETRIES,
        retry_timeout: Duration::from_secs(60),
    }
}

/// Where a store answers; the address is never repeated, since people put keys into it.
fn endpoint(source: &Source, names: &[&str]) -> Result<Option<reqwest::Url>, Stop> {
    let Some(text) = told(names) else {
        return Ok(None);
    };
    let name = names
        .iter()
        .find(|name| told(&[name]).is_some())
        .unwrap_or(&"");
    let url = reqwest::Url::parse(text.trim()).ok().filter(|url| {
        let bare = url.username().is_empty() && url.password().is_none();
        bare && url.query().is_none() && url.fragment().is_none() && url.host_str().is_some()
    });
    let Some(url) = url else {
        return Err(lacking(
            source,
            &format!("`{name}` is no plain address of a store"),
            "write `https://HOST` or `https://HOST:PORT`, without a user's name or a query",
        ));
    };
    let near = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(Some(url)),
        "http" if near || is_set("AWS_ALLOW_HTTP") => Ok(Some(url)),
        _ => Err(lacking(
            source,
            &format!(
                "`{name}` is not encrypted: what is read could be another's, and keys could be guessed from it"
            ),
            "write `https://`; on a network that is trusted `AWS_ALLOW_HTTP=true` allows `http://`",
        )),
    }
}

fn text(url: &reqwest::Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

fn guard(source: &Source, limits: &FetchLimits, urls: &[&str]) -> Result<Guard, Stop> {
    let urls = urls.iter().filter_map(|url| reqwest::Url::parse(url).ok());
    let urls: Vec<_> = urls.collect();
    let https = urls.iter().all(|url| url.scheme() == "https");
    let client = client(limits, https, false);
    let client = client.map_err(|why| Trouble::Silent(why).stop(source, None))?;
    Ok(Guard::new(client, urls.iter().map(Origin::of).collect()))
}

fn amazon(source: &Source, limits: &FetchLimits) -> Result<Opened, Stop> {
    let region =
        told(&["AWS_REGION", "AWS_DEFAULT_REGION"]).unwrap_or_else(|| "us-east-1".to_owned());
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.len() > 40 || !region.chars().all(plain) {
        let help = "write it as `eu-central-1`";
        return Err(lacking(source, "`AWS_REGION` is no name of a region", help));
    }
    let there = endpoint(source, &["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])?;
    let there = match &there {
        Some(url) => text(url),
        None => format!("https://s3.{region}.amazonaws.com"),
    };
    let mut origins = vec![there.clone()];
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(source.url.bucket.as_str())
        .with_endpoint(there)
        .with_virtual_hosted_style_request(false)
        .with_region(region.as_str())
        .with_retry(retries());
    let keys = (
        told(&["AWS_ACCESS_KEY_ID"]),
        told(&["AWS_SECRET_ACCESS_KEY"]),
    );
    let role = (
        told(&["AWS_WEB_IDENTITY_TOKEN_FILE"]),
        told(&["AWS_ROLE_ARN"]),
    );
    if is_set("AWS_SKIP_SIGNATURE") {
        builder = builder.with_skip_signature(true);
        // It asks nobody for keys that it does not need.
        builder = builder
            .with_access_key_id("anonymous")
            .with_secret_access_key("anonymous");
    } else if let (Some(id), Some(secret)) = keys {
        builder = builder
            .with_access_key_id(id)
            .with_secret_access_key(secret);
        if let Some(token) = told(&["AWS_SESSION_TOKEN"]) {
            builder = builder.with_token(token);
        }
    } else if let (Some(file), Some(arn)) = role {
        let sts = endpoint(source, &["AWS_ENDPOINT_URL_STS"])?;
        let sts = sts
            .as_ref()
            .map_or_else(|| format!("https://sts.{region}.amazonaws.com"), text);
        origins.push(sts.clone());
        builder = builder
            .with_config(AmazonS3ConfigKey::WebIdentityTokenFile, file)
            .with_config(AmazonS3ConfigKey::RoleArn, arn)
            .with_config(AmazonS3ConfigKey::StsEndpoint, sts);
    } else {
        return Err(lacking(
            source,
            "the environment has no credentials of Amazon S3",
            "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` (as `aws configure export-credentials --format env` \
             writes them), or `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`; `AWS_SKIP_SIGNATURE=true` reads a public \
             bucket without any",
        ));
    }
    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
    let guard = guard(source, limits, &origins)?;
    let built = builder.with_http_connector(guard.clone()).build();
    opened(source, built, guard, "`AWS_…`")
}

fn google(source: &Source, limits: &FetchLimits) -> Result<Opened, Stop> {
    let near = endpoint(source, &["STORAGE_EMULATOR_HOST"])?;
    let there = near
        .as_ref()
        .map_or_else(|| "https://storage.googleapis.com".to_owned(), text);
    let mut builder = GoogleCloudStorageBuilder::new()
        .with_bucket_name(source.url.bucket.as_str())
        .with_base_url(&there)
        .with_retry(retries());
    let file = told(&["GOOGLE_APPLICATION_CREDENTIALS"]);
    let account = told(&["GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_PATH"]);
    let key = told(&["GOOGLE_SERVICE_ACCOUNT_KEY"]);
    // An emulator is never shown who somebody is.
    if near.is_some() || is_set("GOOGLE_SKIP_SIGNATURE") {
        let bearer = String::new();
        let nobody = StaticCredentialProvider::new(GcpCredential { bearer });
        builder = builder
            .with_skip_signature(true)
            .with_credentials(Arc::new(nobody));
    } else if let Some(file) = file {
        builder = builder.with_application_credentials(file);
    } else if let Some(account) = account {
        builder = builder.with_service_account_path(account);
    } else if let Some(key) = key {
        builder = builder.with_service_account_key(key);
    } else {
        return Err(lacking(
            source,
            "the environment has no credentials of Google Cloud Storage",
            "set `GOOGLE_APPLICATION_CREDENTIALS` to a file of credentials; `GOOGLE_SKIP_SIGNATURE=true` reads a public \
             bucket without any",
        ));
    }
    let origins = [
        there.as_str(),
        "https://oauth2.googleapis.com",
        "https://accounts.google.com",
        "https://www.googleapis.com",
    ];
    let guard = guard(source, limits, &origins)?;
    let built = builder.with_http_connector(guard.clone()).build();
    opened(source, built, guard, "`GOOGLE_…`")
}

fn azure(source: &Source, limits: &FetchLimits) -> Result<Opened, Stop> {
    let own = told(&["AZURE_STORAGE_ACCOUNT_NAME"]);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let named = source.url.account.clone().or_else(|| own.clone());
    let account = named.filter(|name| (3..=24).contains(&name.len()) && name.chars().all(plain));
    let Some(account) = account else {
        return Err(lacking(
            source,
            "nobody says in which account of Azure the container lies",
            "set `AZURE_STORAGE_ACCOUNT_NAME`, or write `abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH`",
        ));
    };
    let is_own = own.as_deref() == Some(account.as_str());
    let near = endpoint(source, &["AZURE_STORAGE_ENDPOINT"])?;
    let there = match &near {
        Some(url) => text(url),
        None => format!("https://{account}.blob.core.windows.net"),
    };
    let mut origins = vec![there.clone()];
    let mut builder = MicrosoftAzureBuilder::new()
        .with_account(account.as_str())
        .with_container_name(source.url.bucket.as_str())
        .with_endpoint(there)
        .with_retry(retries());
    let key = told(&["AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_ACCESS_KEY"]);
    let sas = told(&["AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY"]);
    let client = (
        told(&["AZURE_TENANT_ID"]),
        told(&["AZURE_CLIENT_ID"]),
        told(&["AZURE_CLIENT_SECRET"]),
    );
    if is_set("AZURE_SKIP_SIGNATURE") {
        builder = builder.with_skip_signature(true);
    } else if (key.is_some() || sas.is_some()) && !is_own {
        return Err(lacking(
            source,
            "the credentials of the environment are those of another account than the address names",
            "set `AZURE_STORAGE_ACCOUNT_NAME` to the account that the key or SAS token is of",
        ));
    } else if let Some(key) = key {
        builder = builder.with_access_key(key);
    } else if let Some(sas) = sas {
        builder = builder.with_config(AzureConfigKey::SasKey, sas);
    } else if let (Some(tenant), Some(id), Some(secret)) = client {
        origins.push("https://login.microsoftonline.com".to_owned());
        builder = builder.with_client_secret_authorization(id, secret, tenant);
    } else {
        return Err(lacking(
            source,
            "the environment has no credentials of Azure Blob Storage",
            "set `AZURE_STORAGE_ACCOUNT_KEY`, `AZURE_STORAGE_SAS_TOKEN`, or `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and \
             `AZURE_CLIENT_SECRET`; `AZURE_SKIP_SIGNATURE=true` reads a public container without any",
        ));
    }
    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
    let guard = guard(source, limits, &origins)?;
    let built = builder
        .with_allow_http(near.is_some())
        .with_http_connector(guard.clone())
        .build();
    opened(source, built, guard, "`AZURE_…`")
}

/// A store as its builder made it, whose errors may repeat what they read.
fn opened<S: ObjectStore>(
    source: &Source,
    built: object_store::Result<S>,
    guard: Guard,
    of: &str,
) -> Result<Opened, Stop> {
    let store = built.map_err(|_| {
        lacking(
            source,
            &format!("the credentials in {of} cannot be read as such"),
            "see to the files and keys that the environment names",
        )
    })?;
    Ok(Opened {
        store: Box::new(store),
        guard,
    })
}
