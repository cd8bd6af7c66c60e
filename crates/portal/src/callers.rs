//! Who calls: the other end of the connection, or, where that is a trusted proxy, whom the proxy names. What anybody else
//! says of forwarding is not believed, and does not get further than here.

use crate::admit::Portal;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Headers in which proxies tell of the caller.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];

/// Proxies whose word is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Default for Proxies {
    /// A proxy on the same machine.
    fn default() -> Self {
        Self(vec![IpNet::from(IpAddr::from([127, 0, 0, 1])), IpNet::from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]))])
    }
}

impl Proxies {
    /// Reads addresses (`10.0.0.7`) and networks (`10.0.0.0/24`), separated by commas or spaces.
    ///
    /// # Errors
    /// The first part that is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        let parts = text.split([',', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let net = |part: &str| {
            let net = part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from));
            net.ok_or_else(|| format!("{part} is no address (10.0.0.7) and no network (10.0.0.0/24)"))
        };
        Ok(Self(parts.map(net).collect::<Result<_, _>>()?))
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The caller: from the right, the first whom no trusted proxy stands for.
    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let told: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
        let mut caller = peer;
        for one in told.iter().rev() {
            if !self.trusts(caller) {
                break;
            }
            match one.parse::<IpAddr>() {
                Ok(address) => caller = address.to_canonical(),
                // What cannot be read is nobody; the proxy itself answers for it.
                Err(_) => break,
            }
        }
        caller
    }
}

/// Puts the caller where every route looks for it.
pub(crate) async fn know(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let exchange = portal.exchange();
        if exchange.proxies.trusts(peer.ip()) {
            let caller = exchange.proxies.caller(peer.ip().to_canonical(), request.headers());
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(caller, peer.port())));
        } else {
            for name in FORWARDED {
                request.headers_mut().remove(name);
            }
        }
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(proxies: &str, peer: &str, told: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for one in told {
            headers.append("x-forwarded-for", one.parse().unwrap());
        }
        Proxies::read(proxies).unwrap().caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn the_caller_is_the_first_from_the_right_whom_no_trusted_proxy_stands_for() {
        assert_eq!(called("10.0.0.7", "10.0.0.7", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(called("10.0.0.0/24", "10.0.0.7", &["203.0.113.5, 10.0.0.9"]), "203.0.113.5");
        assert_eq!(
            called("10.0.0.0/24", "10.0.0.7", &["1.2.3.4, 203.0.113.5", "10.0.0.9"]),
            "203.0.113.5",
            "a forged one"
        );
        assert_eq!(called("10.0.0.7", "203.0.113.5", &["1.2.3.4"]), "203.0.113.5", "nobody's word");
        assert_eq!(called("10.0.0.7", "10.0.0.7", &[]), "10.0.0.7");
        assert_eq!(called("10.0.0.7", "10.0.0.7", &["1.2.3.4, nonsense"]), "10.0.0.7");
        assert_eq!(called("10.0.0.7", "10.0.0.7", &["2001:db8::5"]), "2001:db8::5");
    }

    #[test]
    fn proxies_are_addresses_and_networks_and_nothing_else() {
        assert!(Proxies::read("10.0.0.7, 10.1.0.0/16 ::1").is_ok());
        assert!(Proxies::read("proxy.example").unwrap_err().contains("proxy.example"));
        assert!(Proxies::default().trusts("127.0.0.1".parse().unwrap()));
        assert!(!Proxies::read("").unwrap().trusts("127.0.0.1".parse().unwrap()));
    }
}
