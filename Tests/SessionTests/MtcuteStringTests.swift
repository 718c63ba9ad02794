// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import Foundation
import XCTest

/// The strings of mtcute's own tests, whose keys have 32 bytes, with a key of the right length in its place.
final class MtcuteStringTests: XCTestCase {
    private struct Row {
        let text: String
        var isTest = false
        var hasMedia = true
        var user: Int64? = 12_345
    }

    private static let rows = [
        Row(
            text: "AwQAAAAXAgIADjE0OS4xNTQuMTY3LjUwALsBAAAXAgICDzE0OS4xNTQuMTY3LjIyMrsBAAAg", user: nil),
        Row(text: "AwAAAAAXAgIADjE0OS4xNTQuMTY3LjUwALsBAAAg", hasMedia: false, user: nil),
        Row(text: "AwUAAAAXAgIADjE0OS4xNTQuMTY3LjUwALsBAAAXAgICDzE0OS4xNTQuMTY3LjIyMrsBAAA5MAAAAAAAADeXebwg"),
        Row(
            text: "AwUAAAAXAgIEDjE0OS4xNTQuMTY3LjUwALsBAAAXAgIGDzE0OS4xNTQuMTY3LjIyMrsBAAA5MAAAAAAAADeXebwg",
            isTest: true),
        Row(
            text: "AwcAAAAXAQIADjE0OS4xNTQuMTY3LjUwALsBAAAXAQICDzE0OS4xNTQuMTY3LjIyMrsBAAA5MAAAAAAAADeXebwg",
            isTest: true),
        Row(
            text: "AgQAAAANobcYAAAAAAIAAAAOMTQ5LjE1NC4xNjcuNTAAuwEAAA2htxgCAAAAAgAAAA8xNDkuMTU0LjE2Ny4yMjK7AQAAIA",
            user: nil),
        Row(
            text:
                "AgcAAAANobcYAAAAAAIAAAAOMTQ5LjE1NC4xNjcuNTAAuwEAAA2htxgCAAAAAgAAAA8xNDkuMTU0LjE2Ny4yMjK7AQAAOTAAAAAAAAA3l3m8IA",
            isTest: true),
        Row(
            text: "AQEAAAANobcYAAAAAAIAAAAOMTQ5LjE1NC4xNjcuNTAAuwEAADkwAAAAAAAAN5d5vCA", hasMedia: false),
    ]

    /// The string with another key: what stands before the length of the key, and the key as TL writes it.
    private func bytes(_ row: Row, _ key: AuthKey) throws -> [UInt8] {
        var text = row.text.replacing("-", with: "+").replacing("_", with: "/")
        while !text.utf8.count.isMultiple(of: 4) { text += "=" }
        let bytes = Array(try XCTUnwrap(Data(base64Encoded: text)))
        let length = try XCTUnwrap(bytes.lastIndex(of: 32))
        return bytes[..<length] + [254, 0, 1, 0] + key.withUnsafeBytes { Array($0) }
    }

    func testStringsOfMtcutesOwnTestsAreRead() throws {
        let key = try SessionSamples.key(9)
        for row in Self.rows {
            let session = try StringSession(base64URL(try bytes(row, key)))
            XCTAssertEqual(session.format, .mtcute, row.text)
            let data = session.data
            XCTAssertEqual(data.homeDataCenter, 2)
            XCTAssertEqual(data.isTest, row.isTest, row.text)
            XCTAssertEqual(data.account?.userID, row.user)
            XCTAssertEqual(data.home?.authKey, key)
            XCTAssertEqual(data.home?.isAuthorized, true)
            let hosts = data.home?.addresses.map(\.host) ?? []
            XCTAssertEqual(hosts, row.hasMedia ? ["149.154.167.50", "149.154.167.222"] : ["149.154.167.50"])
            XCTAssertEqual(data.home?.addresses.last?.options.contains(.mediaOnly), row.hasMedia)
        }
    }

    func testStringsAreWrittenAsMtcuteWritesThem() throws {
        let key = try SessionSamples.key(9)
        // Without a data centre of its own for files, as this library writes them.
        let expected = base64URL(try bytes(Self.rows[1], key))
        var data = try StringSession(expected).data
        XCTAssertEqual(try data.mtcuteString(), expected)
        data.account = .init(userID: 12_345, isBot: true)
        data.isTest = true
        let again = try StringSession(try data.mtcuteString())
        XCTAssertEqual(again.format, .mtcute)
        XCTAssertEqual(again.data, data)
    }

    func testAnIPv6AddressIsToldApart() throws {
        var data = SessionData()
        data.homeDataCenter = 4
        let address = DataCenterAddress(host: "2001:67c:4e8:f004::a", port: 443, options: .ipv6)
        data.dataCenters = [
            DataCenterEntry(id: 4, addresses: [address], authKey: try SessionSamples.key(2), isAuthorized: true)
        ]
        XCTAssertEqual(try StringSession(try data.mtcuteString()).data, data)
    }
}
