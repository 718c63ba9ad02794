// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

final class ProxySecretTests: XCTestCase {
    private func kind(_ secret: ProxySecret) -> String {
        switch secret.kind {
        case .plain: "simple"
        case .padded: "padded"
        case .fakeTLS: "faketls"
        }
    }

    func testVectors() throws {
        let rows = try ProxyVectors.load().vectors
        XCTAssertEqual(rows.count, 16)
        for row in rows {
            guard row.valid else {
                XCTAssertThrowsError(try ProxySecret(row.input), row.note) { XCTAssertTrue($0 is ProxyError) }
                continue
            }
            let secret = try ProxySecret(row.input)
            XCTAssertEqual(kind(secret), row.kind, row.note)
            XCTAssertEqual(secret.key.withUnsafeBytes { Array($0) }, row.key16?.bytes, row.note)
            XCTAssertEqual(secret.domain, row.domain, row.note)
            XCTAssertEqual(try ProxySecret(secret.text), secret)
        }
    }

    func testCanonicalText() throws {
        let key = "d533a44bfd74e8bee4337c6e79b51bec"
        XCTAssertEqual(try ProxySecret("1TOkS/106L7kM3xuebUb7A==").text, key)
        XCTAssertEqual(try ProxySecret("3dUzpEv9dOi-5DN8bnm1G-w").text, "dd" + key)
        XCTAssertEqual(
            try ProxySecret("EE" + key + "7777772e676f6f676c652e636f6d").text,
            "7tUzpEv9dOi-5DN8bnm1G-x3d3cuZ29vZ2xlLmNvbQ")
    }

    func testEveryCheckOfASecretHasANegativeCase() {
        let key = [UInt8](1...16)
        let rows: [(ProxyError.Code, () throws -> ProxySecret)] = [
            (.secretEncoding, { try ProxySecret("not a secret!") }),
            (.secretEncoding, { try ProxySecret("1TOkS/106L7k=3xuebUb7A==") }),
            (.secretEncoding, { try ProxySecret("1TOkS_106L7kM3xuebUb7A=") }),
            (.secretLength, { try ProxySecret(bytes: Array(key.dropLast())) }),
            (.secretLength, { try ProxySecret(bytes: [0xEE] + key + [UInt8](repeating: 0x61, count: 183)) }),
            (.secretLength, { try ProxySecret(String(repeating: "a", count: 1000)) }),
            (.secretKind, { try ProxySecret(bytes: [0xAA] + key) }),
            (.secretKind, { try ProxySecret(bytes: [0xEE] + key) }),
            (.secretKind, { try ProxySecret(bytes: [0xDD] + key + [0x61]) }),
            (.secretDomain, { try ProxySecret(bytes: [0xEE] + key + [0xC3, 0xA9]) }),
            (.secretDomain, { try ProxySecret(bytes: [0xEE] + key + [0x61, 0x00]) }),
        ]
        for (index, (code, make)) in rows.enumerated() {
            XCTAssertThrowsError(try make(), "row \(index)") { XCTAssertEqual(($0 as? ProxyError)?.code, code) }
        }
    }

    func testNothingPrintsTheKey() throws {
        let secret = try ProxySecret("eed533a44bfd74e8bee4337c6e79b51bec7777772e676f6f676c652e636f6d")
        let link = ProxyLink.mtproto(.init(server: "h", port: 1, secret: secret))
        let configuration = TransportConfiguration.proxy(secret, dataCenter: nil)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(link, to: &dumped)
        dump(configuration, to: &dumped)
        let text = "\(secret) \(link) \(configuration)" + String(reflecting: (secret, link)) + dumped
        for form in ["d533a44b", "213, 51, 164", "7tUzpEv9"] { XCTAssertFalse(text.contains(form), form) }
    }
}
