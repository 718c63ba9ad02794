// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Every definition of both schemas, written by an encoder that knows only the schema, read and written back.
final class TLRoundTripTests: XCTestCase {
    func testEveryConstructorRoundTrips() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        var generator = SeededGenerator(seed: 229)
        var count = 0
        for definition in definitions where definition.category == .types {
            if ["Vector", "Bool", "True", "Null", "Error"].contains(definition.result.fullName) { continue }
            for _ in 0..<3 {
                let sample = sampler.sample(definition, using: &generator)
                let again = try TLReader.read(sample.bytes) { (reader) throws(TLError) -> [UInt8] in
                    guard let value = try TLTypeTable.read(&reader) else { return [] }
                    try reader.finish()
                    return try value.encoded()
                }
                XCTAssertEqual(again, sample.bytes, sample.name)
            }
            count += 1
        }
        XCTAssertEqual(count, 1699 + 41)
    }

    /// Generated code makes room for several fields at once: wherever the writer's room ends, enough must be made.
    func testEveryConstructorIsWrittenIntoAnyRoom() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        var generator = SeededGenerator(seed: 231)
        for definition in definitions where definition.category == .types {
            if ["Vector", "Bool", "True", "Null", "Error"].contains(definition.result.fullName) { continue }
            let sample = sampler.sample(definition, using: &generator)
            let value = try TLReader.read(sample.bytes) { (reader) throws(TLError) in try TLTypeTable.read(&reader) }
            guard let value else { return XCTFail(sample.name) }
            for capacity in stride(from: 16, through: min(sample.bytes.count + 4, 256), by: 4) {
                var writer = TLWriter(capacity: capacity)
                value.encode(into: &writer)
                XCTAssertEqual(try writer.finish(), sample.bytes, "\(sample.name) into \(capacity) bytes")
            }
        }
    }

    func testEveryFunctionRoundTrips() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        var generator = SeededGenerator(seed: 230)
        let functions = definitions.filter { $0.category == .functions }
        let inner = try TL.help.GetConfig().encoded()
        for definition in functions {
            for _ in 0..<3 {
                var bytes = sampler.sample(definition, using: &generator).bytes
                // The sampler writes nothing for a wrapped call; every wrapper has it last.
                if !definition.genericParameters.isEmpty { bytes += inner }
                let again = try TLReader.read(bytes) { (reader) throws(TLError) -> [UInt8] in
                    guard let call = try TLFunctionTable.read(&reader) else { return [] }
                    try reader.finish()
                    return try call.encoded()
                }
                XCTAssertEqual(again, bytes, definition.fullName)
            }
        }
        XCTAssertEqual(functions.count, 850 + 10)
    }

    func testUnknownFunctionsAreAnsweredByNil() throws {
        let known = try TLReader.read(littleEndian(0x1234_5678)) { (reader) throws(TLError) in
            try TLFunctionTable.read(&reader) != nil
        }
        XCTAssertFalse(known)
    }

    func testWrappedCallsKeepTheirBytes() throws {
        let call = TL.InvokeWithLayer(layer: 229, query: TL.InvokeWithoutUpdates(query: TL.help.GetConfig()))
        let bytes = try call.encoded()
        let read = try TLReader.read(bytes) { (reader) throws(TLError) in
            try TLFunctionTable.read(&reader) as? TL.InvokeWithLayer<TLRawFunction>
        }
        XCTAssertEqual(read?.layer, 229)
        XCTAssertEqual(read?.query.bytes, try TL.InvokeWithoutUpdates(query: TL.help.GetConfig()).encoded())
    }
}
