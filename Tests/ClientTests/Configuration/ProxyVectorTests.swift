// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramMTProto
import FerogramTestSupport
import FerogramWebSupport
import XCTest

/// Every row of `mtproxy_secrets.json`, from what a user writes to a server's answer that came through the proxy.
final class ProxyVectorTests: XCTestCase {
    private struct Vectors: Decodable {
        struct Secret: Decodable {
            let input: String
            let valid: Bool
            let kind: String
            let key16: String?
            let domain: String?
            let note: String

            /// What the proxy was told, which is not the text that its users have.
            func own() throws -> ProxySecret {
                let key = try XCTUnwrap([UInt8](hex: try XCTUnwrap(key16)))
                switch kind {
                case "simple": return try ProxySecret(bytes: key)
                case "padded": return try ProxySecret(bytes: [0xDD] + key)
                default: return try ProxySecret(bytes: [0xEE] + key + Array(try XCTUnwrap(domain).utf8))
                }
            }
        }

        struct Link: Decodable {
            let url: String
            let type: String
            let server: String?
            let port: UInt16?
            let secret: String?
            let user: String?
            let pass: String?
        }

        let proxyLinks: [Link]
        let vectors: [Secret]
    }

    private static func vectors() throws -> Vectors {
        try VectorFile.load("MTProtoTests/Vectors/mtproxy_secrets.json")
    }

    /// Percent-encodes all that has a meaning in links.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isLetter || character.isNumber ? String(character) : "%" + [byte].hex
        }.joined()
    }

    private static func reach(_ builder: ClientBuilder, _ message: String) async throws {
        try await builder.requestTimeout(.seconds(20)).withClient { client in
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1, message)
        }
    }

    func testEveryFormOfASecretLeadsThroughTheProxy() async throws {
        let rows = try Self.vectors().vectors.filter(\.valid)
        XCTAssertEqual(rows.count, 10)
        for row in rows {
            try await within {
                let local = try await LocalClients { $0.proxySecrets = [try? row.own()].compactMap { $0 } }
                let endpoint = try XCTUnwrap(local.server.proxies.first).endpoint
                let dialer = WatchedDialer(local.network)
                let builder = local.builder.dialer(dialer)
                try await Self.reach(builder.proxy(Proxy(mtproto: endpoint, secret: row.input)), row.note)
                for form in ["tg://proxy?", "https://t.me/proxy?"] {
                    let link = form + "server=\(endpoint.host)&port=\(endpoint.port)&secret="
                    try await Self.reach(builder.proxyLink(link + Self.encoded(row.input)), row.note)
                    // People pass on what they see, plus signs and all.
                    try await Self.reach(builder.proxyLink(link + row.input), row.note)
                }
                XCTAssertEqual(Set(dialer.opened), [endpoint], "nothing goes past the proxy")
            }
        }
    }

    func testTextsThatAreNoSecretsAreRefusedWithoutBeingShown() async throws {
        let rows = try Self.vectors().vectors.filter { !$0.valid }
        XCTAssertEqual(rows.count, 6)
        let local = try await LocalClients()
        let dialer = WatchedDialer(local.network)
        for row in rows {
            XCTAssertThrowsError(try Proxy(mtproto: Endpoint(host: "h", port: 1), secret: row.input), row.note) {
                error in
                XCTAssertTrue(error is ProxyError, row.note)
            }
            let link = "tg://proxy?server=h&port=1&secret=" + Self.encoded(row.input)
            do throws(BuilderError) {
                _ = try await local.builder.dialer(dialer).proxyLink(link).connect()
                XCTFail("connected: \(row.note)")
            } catch {
                guard case .invalidProxyLink(let reason) = error else { return XCTFail("\(error)") }
                XCTAssertTrue("\(reason)".hasPrefix("proxy "), "\(reason)")
                if !row.input.isEmpty { XCTAssertFalse("\(error)\(reason)".contains(row.input), row.note) }
            }
        }
        XCTAssertEqual(dialer.opened, [], "a wrong link must not lead past the proxy")
    }

    func testEveryLinkLeadsWhereItSays() async throws {
        let links = try Self.vectors().proxyLinks
        XCTAssertEqual(links.count, 6)
        for link in links {
            try await within {
                let secrets = try link.secret.map { [try ProxySecret($0)] } ?? []
                let local = try await LocalClients { $0.proxySecrets = secrets }
                guard let server = link.server, let port = link.port else {
                    do throws(BuilderError) {
                        _ = try await local.builder.proxyLink(link.url).connect()
                        return XCTFail("connected: \(link.url)")
                    } catch {
                        guard case .invalidProxyLink(let reason) = error else { return XCTFail("\(error)") }
                        return XCTAssertEqual(reason.code, .notAProxyLink)
                    }
                }
                let place = Endpoint(host: server, port: port)
                if link.type == "mtproto" {
                    let front = try XCTUnwrap(local.server.proxies.first).endpoint
                    let dialer = MappingDialer([place: front], through: local.network)
                    try await Self.reach(local.builder.dialer(dialer).proxyLink(link.url), link.url)
                } else {
                    let socks = SOCKSServer(user: link.user, password: link.pass, leadingTo: local.network)
                    let dialer = MappingDialer([place: place], through: socks)
                    try await Self.reach(local.builder.dialer(dialer).proxyLink(link.url), link.url)
                    XCTAssertEqual(socks.targets.first, local.server.directory.dataCenters[1])
                }
            }
        }
    }
}
