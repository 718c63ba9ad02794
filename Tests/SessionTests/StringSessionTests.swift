// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import Foundation
import XCTest

final class StringSessionTests: XCTestCase {
    private struct Vectors: Decodable {
        struct Telethon: Decodable {
            let dc_id: Int
            let ip: String
            let port: UInt16
            let auth_key: String
            let string: String
        }

        struct Pyrogram: Decodable {
            let dc_id: Int
            let api_id: Int32
            let test_mode: Bool
            let user_id: Int64
            let is_bot: Bool
            let auth_key: String
            let string: String
        }

        let vectors: [Telethon]
        let pyrogram: [Pyrogram]
    }

    private func vectors() throws -> Vectors {
        try VectorFile.read(Vectors.self, "string_session", bundle: Bundle.module.bundlePath)
    }

    private func key(_ hex: String) throws -> AuthKey {
        try AuthKey(SecureBytes(copying: try XCTUnwrap([UInt8](hex: hex))))
    }

    func testTelethonStringsAreReadAndWritten() throws {
        let vectors = try vectors().vectors
        XCTAssertEqual(vectors.count, 4)
        for vector in vectors {
            let session = try StringSession(" \(vector.string)\n")
            XCTAssertEqual(session.format, .telethon)
            let data = session.data
            XCTAssertEqual(data.homeDataCenter, vector.dc_id)
            XCTAssertEqual(data.home?.authKey, try key(vector.auth_key))
            XCTAssertEqual(data.home?.isAuthorized, true)
            XCTAssertNil(data.account)
            let address = try XCTUnwrap(data.home?.addresses.first)
            XCTAssertEqual(address.host, vector.ip)
            XCTAssertEqual(address.port, vector.port)
            XCTAssertEqual(address.options.contains(.ipv6), vector.ip.contains(":"))
            XCTAssertEqual(try data.telethonString(), vector.string)
        }
    }

    func testTelethonStringsMayLackTheirPadding() throws {
        for vector in try vectors().vectors {
            let session = try StringSession(vector.string.replacingOccurrences(of: "=", with: ""))
            XCTAssertEqual(session.format, .telethon)
            XCTAssertEqual(session.data.home?.addresses.first?.host, vector.ip)
        }
    }

    func testGramJSStringsAreReadAndWritten() throws {
        let key = try SessionSamples.key(5)
        // A host of 14 characters makes it as long as one of Telethon's with an IPv6 address.
        for host in ["149.154.167.51", "91.108.56.130", "vesta.web.telegram.org", "2001:67c:4e8:f002::a"] {
            let bytes: [UInt8] =
                [2, 0, UInt8(host.utf8.count)] + Array(host.utf8) + [1, 0xBB] + key.withUnsafeBytes { Array($0) }
            let text = "1" + Data(bytes).base64EncodedString()
            let session = try StringSession(text)
            XCTAssertEqual(session.format, .gramJS)
            XCTAssertEqual(session.data.homeDataCenter, 2)
            XCTAssertEqual(session.data.home?.addresses.first?.host, host)
            XCTAssertEqual(session.data.home?.addresses.first?.port, 443)
            XCTAssertEqual(session.data.home?.authKey, key)
            XCTAssertEqual(try session.data.gramJSString(), text)
        }
    }

    func testValuesThatCannotBeAreRefused() throws {
        let key = try SessionSamples.key(6).withUnsafeBytes { Array($0) }
        let user: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 2]
        let negative = [UInt8](repeating: 0xFF, count: 8)
        let telethon: (UInt8, [UInt8]) -> String = { "1" + base64URL([$0, 1, 2, 3, 4] + $1 + key) }
        let gramJS: (UInt8, [UInt8]) -> String = { "1" + base64URL([$0, 0, 7] + Array("1.2.3.4".utf8) + $1 + key) }
        let pyrogram: (UInt8, [UInt8]) -> String = { base64URL([$0, 0, 0, 0, 6, 0] + key + $1 + [0]) }
        let compact: (UInt8, [UInt8], [UInt8]) -> String = { base64URL([2, $0, 4, 1, 2, 3, 4] + $1 + $2 + key) }
        for good in [telethon(2, [1, 187]), gramJS(2, [1, 187]), pyrogram(2, user), compact(2, [1, 187], user)] {
            XCTAssertNoThrow(try StringSession(good))
        }
        for bad in [
            telethon(0, [1, 187]), telethon(2, [0, 0]), gramJS(0, [1, 187]), gramJS(2, [0, 0]), pyrogram(0, user),
            pyrogram(2, negative), pyrogram(2, [UInt8](repeating: 0, count: 8)), compact(0, [1, 187], user),
            compact(2, [0, 0], user), compact(2, [1, 187], negative),
        ] {
            XCTAssertThrowsError(try StringSession(bad)) { XCTAssertTrue($0 is SessionFormatError, "\($0)") }
        }
    }

    func testPyrogramStringsAreReadAndWritten() throws {
        let vectors = try vectors().pyrogram
        XCTAssertEqual(vectors.count, 2)
        for vector in vectors {
            let session = try StringSession(vector.string)
            XCTAssertEqual(session.format, .pyrogram)
            let data = session.data
            XCTAssertEqual(data.homeDataCenter, vector.dc_id)
            XCTAssertEqual(data.isTest, vector.test_mode)
            XCTAssertEqual(data.account, .init(userID: vector.user_id, isBot: vector.is_bot))
            XCTAssertEqual(data.home?.authKey, try key(vector.auth_key))
            XCTAssertEqual(try data.pyrogramString(apiID: vector.api_id), vector.string)
        }
    }

    func testOlderPyrogramStringsAreRead() throws {
        let key = try SessionSamples.key(3)
        let keyBytes = key.withUnsafeBytes { Array($0) }
        // 263 bytes with 32 bits for the user, 267 bytes with 64 bits.
        for user in [[0, 0, 1, 2], [0, 0, 0, 0, 0, 0, 1, 2]] as [[UInt8]] {
            let session = try StringSession(base64URL([4, 1] + keyBytes + user + [0]))
            XCTAssertEqual(session.format, .pyrogram)
            XCTAssertEqual(session.data.account, .init(userID: 258, isBot: false))
            XCTAssertEqual(session.data.homeDataCenter, 4)
            XCTAssertTrue(session.data.isTest)
            XCTAssertEqual(session.data.home?.authKey, key)
        }
    }

    func testFerogramCompactStringsAreRead() throws {
        let key = try SessionSamples.key(4)
        let keyBytes = key.withUnsafeBytes { Array($0) }
        let user: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 2]
        let hosts: [(family: UInt8, bytes: [UInt8], text: String)] = [
            (4, [149, 154, 167, 51], "149.154.167.51"),
            (6, [0x20, 1] + [UInt8](repeating: 0, count: 13) + [1], "2001::1"),
        ]
        for host in hosts {
            for version in [1, 2] as [UInt8] {
                let old = version == 1 ? [UInt8](repeating: 0xAA, count: 16) : []
                let text = base64URL([version, 2, host.family] + host.bytes + [1, 187] + user + old + keyBytes)
                let session = try StringSession(text)
                XCTAssertEqual(session.format, .ferogram)
                XCTAssertEqual(session.data.home?.authKey, key)
                XCTAssertEqual(session.data.home?.addresses.first?.host, host.text)
                XCTAssertEqual(session.data.home?.addresses.first?.port, 443)
                XCTAssertEqual(session.data.account?.userID, 258)
            }
        }
    }

    func testOwnTextKeepsTheLoginAndNothingThatGrowsOld() throws {
        let data = try SessionSamples.full()
        let text = data.stringSession()
        XCTAssertTrue(text.hasPrefix("fg1."))
        let session = try StringSession(text + "\n")
        XCTAssertEqual(session.format, .swift)
        var expected = data
        expected.updates = nil
        expected.channels = [:]
        expected.peers = [:]
        expected.dataCenters[0].salts = []
        XCTAssertEqual(session.data, expected)
        XCTAssertEqual(session.data.stringSession(), text)
    }

    func testTheOwnTextOfABotIsShort() throws {
        var data = SessionData()
        data.apply(.homeDataCenter(2))
        data.apply(.dataCenter(DataCenterEntry(id: 2, authKey: try SessionSamples.key(1), isAuthorized: true)))
        data.apply(.account(.init(userID: 5_000_000_001, isBot: true)))
        XCTAssertLessThan(data.stringSession().utf8.count, 400)
    }

    func testAnEmptyTextIsASessionThatIsNotLoggedIn() throws {
        XCTAssertTrue(try StringSession("").data.isEmpty)
        XCTAssertTrue(try StringSession(" \n\t").data.isEmpty)
    }

    func testEveryChangedCharacterOfTheOwnTextIsNoticed() throws {
        var data = SessionData()
        data.apply(.homeDataCenter(2))
        let text = Array(data.stringSession().utf8)
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            XCTAssertThrowsError(try StringSession(String(decoding: changed, as: UTF8.self)), "at \(index)")
        }
        for length in 1..<text.count {
            XCTAssertThrowsError(try StringSession(String(decoding: text[..<length], as: UTF8.self)), "\(length)")
        }
    }

    func testExportsSayWhatIsMissing() throws {
        XCTAssertThrowsError(try SessionData().telethonString()) { error in
            XCTAssertEqual(error as? SessionExportError, .notLoggedIn)
        }
        var data = try StringSession(try XCTUnwrap(vectors().pyrogram.first).string).data
        // Telegram's own data centres are where everybody knows.
        let isTest = data.isTest
        XCTAssertEqual(
            try StringSession(data.telethonString()).data.home?.addresses.first?.host,
            isTest ? "149.154.167.40" : "149.154.167.51")
        data.apply(.dataCenter(DataCenterEntry(id: 77, authKey: try SessionSamples.key(1))))
        data.apply(.homeDataCenter(77))
        for export in [{ try $0.telethonString() }, { try $0.gramJSString() }, { try $0.mtcuteString() }]
            as [(SessionData) throws -> String]
        {
            XCTAssertThrowsError(try export(data)) { error in
                XCTAssertEqual(error as? SessionExportError, .addressMissing(dataCenter: 77))
            }
        }
        XCTAssertNoThrow(try data.telethonString(address: DataCenterAddress(host: "127.0.0.1", port: 443)))
        data.account = nil
        XCTAssertThrowsError(try data.pyrogramString(apiID: 1)) { error in
            XCTAssertEqual(error as? SessionExportError, .notLoggedIn)
        }
        data.apply(.dataCenter(DataCenterEntry(id: 10_002, authKey: try SessionSamples.key(1))))
        data.apply(.homeDataCenter(10_002))
        data.apply(.account(.init(userID: 1, isBot: false)))
        XCTAssertThrowsError(try data.pyrogramString(apiID: 1)) { error in
            XCTAssertEqual(error as? SessionExportError, .dataCenterOutOfRange(10_002))
        }
    }

    func testTextsFromElsewhereNeverTrap() throws {
        var generator = SeededGenerator(seed: 1)
        let vectors = try vectors()
        var texts = vectors.vectors.map(\.string) + vectors.pyrogram.map(\.string)
        texts.append(try SessionSamples.full().stringSession())
        texts.append(base64URL(FerogramFileWriter(version: 8).bytes(try FerogramFileWriter.sample())))
        var refused = 0
        for _ in 0..<20_000 {
            var text = Array(texts.randomElement(using: &generator)?.utf8 ?? "".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<text.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: text.remove(at: index)
                case 2: text.insert(UInt8(ascii: "A"), at: index)
                default: text.removeLast(Int.random(in: 0..<min(text.count, 8), using: &generator))
                }
            }
            let string = String(decoding: text, as: UTF8.self)
            for format in [nil] + StringSession.Format.allCases {
                if (try? StringSession(string, format: format)) == nil { refused += 1 }
            }
        }
        XCTAssertGreaterThan(refused, 50_000)
    }
}

/// The bytes in the alphabet for addresses, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
