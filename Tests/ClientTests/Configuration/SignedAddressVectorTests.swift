// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramMTProto
import FerogramMTSender
import FerogramTestSupport
import FerogramWebSupport
import XCTest

/// The rows of `simple_config.json`, from a web server's answer to the data centre that the client reaches by it.
final class SignedAddressVectorTests: XCTestCase {
    private struct Vectors: Decodable {
        struct Row: Decodable {
            let input: String
            let note: String?
        }

        let vectors: [Row]
    }

    private struct Exchange: Decodable {
        let rsaPublicKeyPem: String
    }

    /// Where both rows lead, and what is wanted there.
    private static let place = Endpoint(host: "138.68.157.255", port: 5222)
    private static let secret = "ad280a6401a8bbb41733d3c3c3773c36"
    /// When both rows hold, in seconds since 1970.
    private static let dates: Range<Int64> = 1_524_869_089..<1_527_461_089

    /// The texts, each with its key.
    private static func rows() throws -> [(text: String, key: RSAPublicKey)] {
        let rows = try VectorFile.load("ConnectTests/Vectors/simple_config.json", as: Vectors.self).vectors
        let exchange = try VectorFile.load("MTProtoTests/Vectors/handshake.json", as: Exchange.self)
        let own = try RSAPublicKey(pem: exchange.rsaPublicKeyPem)
        return rows.map { ($0.input, $0.note == nil ? .telegramSpecialConfig : own) }
    }

    /// A network in which data centre 2 is reached by the signed address alone.
    private struct World {
        let local: LocalClients
        let web: WebServer
        let dialer: MappingDialer

        init(_ answer: @escaping WebServer.Answer) async throws {
            let secret = try ProxySecret(SignedAddressVectorTests.secret)
            local = try await LocalClients { $0.proxySecrets = [secret] }
            web = WebServer(answer: answer)
            let front = try XCTUnwrap(local.server.proxies.first).endpoint
            dialer = MappingDialer([SignedAddressVectorTests.place: front], through: local.network)
        }

        func builder(
            _ source: EmergencySources.Source, _ key: RSAPublicKey, unixTime: Int64
        ) -> ClientBuilder {
            var services = FallbackServices()
            services.trust = .certificates(pem: web.authority.pem)
            services.resolvers = ["https://dns.example/resolve"]
            services.sources = [source]
            services.key = key
            var directory = local.server.directory
            directory.dataCenters = [2: Endpoint(host: "192.0.2.1", port: 443)]
            directory.preferredDataCenter = 2
            let system = Timekeeper.system
            let begun = system.now()
            let time = Timekeeper(
                now: system.now, sinceEpoch: { .seconds(unixTime) + (system.now() - begun) }, sleep: system.sleep)
            return local.builder.server(directory).dialer(JoinedDialer(web: web, other: dialer))
                .fallbackServices(services).resilientConnect().time(time)
        }
    }

    func testEveryRowLeadsToItsDataCentreByEachKindOfPlace() async throws {
        let rows = try Self.rows()
        XCTAssertEqual(rows.count, 2)
        for (text, key) in rows {
            // One row has spaces and control characters in it, which only a file may have.
            let plain = text.filter { $0.isLetter || $0.isNumber || "+/=".contains($0) }
            let half = plain.index(plain.startIndex, offsetBy: 200)
            let records = [plain[half...], plain[..<half]].map {
                "{\"name\": \"apv3.stel.com.\", \"type\": 16, \"TTL\": 60, \"data\": \"\\\"\($0)\\\"\"}"
            }
            for source in [
                EmergencySources.Source.text(name: "apv3.stel.com"), .file(url: "https://file.example/config.txt"),
                .json(url: "https://json.example/v3.json"), .document(url: "https://store.example/v3", field: "data"),
            ] {
                try await within {
                    let world = try await World { exchange in
                        switch exchange.endpoint.host {
                        case "dns.example":
                            try await exchange.answer(
                                "200 OK", "", "{\"Status\": 0, \"Answer\": [\(records.joined(separator: ","))]}")
                        case "file.example": try await exchange.answer("200 OK", "", text)
                        case "json.example": try await exchange.answer("200 OK", "", "\"\(plain)\"")
                        default:
                            try await exchange.answer(
                                "200 OK", "", "{\"fields\": {\"data\": {\"stringValue\": \"\(plain)\"}}}")
                        }
                    }
                    let client = try await world.builder(source, key, unixTime: Self.dates.lowerBound).connect()
                    let config = try await client.invoke(TL.help.GetConfig())
                    XCTAssertEqual(config.thisDC, 2)
                    XCTAssertEqual(Set(world.dialer.opened), [Self.place])
                    XCTAssertEqual(world.web.opened.count, 1)
                    await client.disconnect()
                }
            }
        }
    }

    func testWhatIsAlteredExpiredOrSignedBySomebodyElseLeadsNowhere() async throws {
        let rows = try Self.rows()
        let (text, key) = rows[1]
        let now = Self.dates.lowerBound
        let altered = String(text.prefix(100)) + (text.dropFirst(100).hasPrefix("A") ? "B" : "A") + text.dropFirst(101)
        for (text, key, time) in [
            (altered, key, now), (text, RSAPublicKey.telegramSpecialConfig, now), (rows[0].text, key, now),
            (text, key, now - 1), (text, key, Self.dates.upperBound), (String(text.dropLast(4)), key, now),
            (text + text, key, now), (String(repeating: "A", count: 300_000), key, now),
        ] {
            try await within {
                let world = try await World { try await $0.answer("200 OK", "", text) }
                do throws(BuilderError) {
                    _ = try await world.builder(.file(url: "https://file.example/"), key, unixTime: time)
                        .restartPolicy(NeverRestart()).connect()
                    XCTFail("connected by \(text.prefix(20))")
                } catch {
                    guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                    XCTAssertTrue(reason.contains("192.0.2.1:443") && reason.contains("no way"), reason)
                }
                XCTAssertEqual(world.dialer.opened, [])
                XCTAssertFalse(world.web.opened.isEmpty)
            }
        }
    }
}
