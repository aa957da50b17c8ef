//! Names to addresses of machines, and which of those a page may lead to.
//!
//! A page can name any address as its comments', and redirect to any: also to a router, or to a
//! service that only this machine should reach. Such an address is refused after the name is
//! resolved, so that no name hides it; unless the user gave an address on the same host.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Resolves names as the system does, and refuses what is not public.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    system: Arc<DefaultResolver>,
    /// Hosts that the user gave.
    given: Arc<Mutex<BTreeSet<String>>>,
}

impl Guard {
    /// Lets `host` be anywhere.
    pub(crate) fn allow(&self, host: String) {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).insert(host);
    }

    fn allows(&self, host: &str) -> bool {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.system.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if !self.allows(host) && addresses.iter().any(|address| !is_public(address.ip())) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, host.to_owned()).into());
        }
        Ok(addresses)
    }
}

/// Whether an address is one of the public network.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_protocol = (a, b, c) == (192, 0, 0);
    let is_benchmark = a == 198 && (b & 0xfe) == 18;
    !(a == 0
        || a >= 240
        || is_shared
        || is_protocol
        || is_benchmark
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Global unicast is 2000::/3; the rest is local, multicast or not in use. 2001:db8::/32 is for
    // documentation, 2002::/16 and 64:ff9b::/96 hold addresses of the older kind.
    let [first, second, ..] = address.segments();
    first & 0xe000 == 0x2000 && (first, second) != (0x2001, 0x0db8) && first != 0x2002
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_is_known() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "ff02::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
