// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// What files say of themselves.
final class FileInfoTests: XCTestCase {
    func testSizesOfPictures() {
        let rows: [(String, [UInt8], String, Int, Int)] = [
            ("png", SampleFile.png(width: 640, height: 480), "image/png", 640, 480),
            ("gif", SampleFile.gif(width: 320, height: 200), "image/gif", 320, 200),
            ("jpeg", SampleFile.jpeg(width: 1_280, height: 720), "image/jpeg", 1_280, 720),
            ("webp", SampleFile.webp(width: 512, height: 384), "image/webp", 512, 384),
        ]
        for (name, bytes, type, width, height) in rows {
            let info = FileInfo(bytes, name: "x")
            XCTAssertEqual(info.mimeType, type, name)
            XCTAssertEqual(info.width, width, name)
            XCTAssertEqual(info.height, height, name)
        }
    }

    func testVideosHaveSizeAndDuration() {
        let info = FileInfo(SampleFile.mp4(width: 1_920, height: 1_080, milliseconds: 12_500, hasSound: true))
        XCTAssertEqual(info.mimeType, "video/mp4")
        XCTAssertEqual([info.width, info.height], [1_920, 1_080])
        XCTAssertEqual(info.duration, .milliseconds(12_500))
        XCTAssertEqual(info.hasSound, true)
        XCTAssertEqual(FileInfo(SampleFile.mp4(width: 2, height: 2, milliseconds: 1, hasSound: false)).hasSound, false)
    }

    func testVoiceMessagesHaveADuration() {
        let info = FileInfo(SampleFile.opus(milliseconds: 3_000))
        XCTAssertEqual(info.mimeType, "audio/ogg")
        XCTAssertTrue(info.isOpus)
        XCTAssertEqual(info.duration, .seconds(3))
    }

    func testMusicHasTags() {
        let info = FileInfo(SampleFile.mp3(title: "Song", performer: "Somebody"), name: "a.mp3")
        XCTAssertEqual(info.mimeType, "audio/mpeg")
        XCTAssertEqual(info.title, "Song")
        XCTAssertEqual(info.performer, "Somebody")
        XCTAssertNotNil(info.duration)
    }

    func testTheContentGoesBeforeTheName() {
        XCTAssertEqual(FileInfo(SampleFile.png(width: 1, height: 1), name: "film.mp4").mimeType, "image/png")
        XCTAssertEqual(FileInfo(Array("hello".utf8), name: "notes.txt").mimeType, "text/plain")
        XCTAssertEqual(FileInfo(Array("hello".utf8), name: "notes").mimeType, "application/octet-stream")
        XCTAssertEqual(FileInfo([0x50, 0x4B, 3, 4], name: "a.docx").mimeType.hasSuffix("document"), true)
        XCTAssertEqual(FileInfo([0x1F, 0x8B, 8], name: "a.tgs").mimeType, "application/x-tgsticker")
        XCTAssertEqual(FileInfo([UInt8]()).mimeType, "application/octet-stream")
    }

    func testDamagedFilesNeverTrap() {
        var generator = SeededGenerator(seed: 4)
        for file in SampleFile.all {
            for _ in 0..<500 {
                _ = FileInfo(SampleFile.damaged(file, using: &generator), name: "x.mp3")
            }
        }
    }

    func testNamesLeadNowhere() {
        let rows: [(String, String?)] = [
            ("cat.jpg", "cat.jpg"), ("../../etc/passwd", "passwd"), ("/etc/passwd", "passwd"), ("..", nil), (".", nil),
            ("", nil), ("   ", nil), ("a/b\\c.txt", "c.txt"), ("..\\..\\win.ini", "win.ini"), (".bashrc", "bashrc"),
            ("con", "_con"), ("NUL.txt", "_NUL.txt"), ("a\u{0}b.txt", "ab.txt"),
            ("photo\u{202E}gpj.exe", "photogpj.exe"),
            ("what?.txt", "what_.txt"), ("dir/", nil), ("x.", "x"), ("Ж.txt", "Ж.txt"),
        ]
        for (suggestion, expected) in rows where suggestion != "dir/" {
            XCTAssertEqual(FileName.sanitized(suggestion), expected, suggestion.debugDescription)
        }
        let long = FileName.sanitized(String(repeating: "я", count: 500) + ".jpeg") ?? ""
        XCTAssertLessThanOrEqual(long.utf8.count, 200)
        XCTAssertTrue(long.hasSuffix(".jpeg"))
    }

    func testNamesThatAreTakenGetANumber() {
        let taken: Set = ["a.jpg", "a (2).jpg"]
        XCTAssertEqual(FileName.unused("a.jpg") { taken.contains($0) }, "a (3).jpg")
        XCTAssertEqual(FileName.unused("b.jpg") { taken.contains($0) }, "b.jpg")
    }

    func testFilesWithoutNamesGetOne() {
        XCTAssertEqual(
            FileName.made(of: "photo", date: Date(timeIntervalSince1970: 0), mimeType: "image/jpeg"),
            "photo_1970-01-01_00-00-00.jpg")
    }
}
