//! Which addresses are asked: those of the public network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver as Resolves};
use ureq::unversioned::transport::NextTimeout;

/// Whether an address belongs to this machine, to a private network or to none (RFC 6890).
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        // Shared by customers of one provider, for protocols, for measuring.
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (18..20).contains(&b)
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // Old addresses in new ones: mapped, translated, tunnelled.
    let old = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || parts[0] & 0xfe00 == 0xfc00
        || parts[0] & 0xffc0 == 0xfe80
        || parts[..2] == [0x2001, 0xdb8]
        || parts[..5] == [0; 5] && (parts[5] == 0xffff || parts[5] == 0) && old(parts[6], parts[7])
        || parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0] && old(parts[6], parts[7])
        || parts[0] == 0x2002 && old(parts[1], parts[2])
}

/// That a name leads to a private address.
#[derive(Debug)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a private address")
    }
}

impl std::error::Error for Refused {}

/// Finds the addresses of a host, those that may be asked. What it returns is what is connected to, so a name cannot
/// lead elsewhere later; redirects go through it too.
#[derive(Debug)]
pub struct Resolver {
    allow_private: bool,
    inner: DefaultResolver,
}

impl Resolver {
    pub fn new(allow_private: bool) -> Resolver {
        Resolver { allow_private, inner: DefaultResolver::default() }
    }
}

impl Resolves for Resolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        let public = |address: &&SocketAddr| self.allow_private || !is_private(address.ip());
        found.iter().filter(public).for_each(|address| kept.push(*address));
        if kept.is_empty() { Err(Error::Other(Box::new(Refused))) } else { Ok(kept) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        for private in [
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
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "::127.0.0.1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in
            ["93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"]
        {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
