// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// Calls with parts of files, written and read here: a part is as large as it may be, and each copy of it takes time and
/// memory.
enum PartCalls {
    /// Writes `upload.saveFilePart` or `upload.saveBigFilePart`.
    ///
    /// - Parameters:
    ///   - index: The part's number.
    ///   - fileID: The file's number.
    ///   - total: How many parts there are, −1 if nobody knows; `nil` for a small file.
    ///   - count: How many bytes the part has.
    ///   - fill: Writes the bytes into the call, and gives what went wrong.
    /// - Returns: The call.
    /// - Throws: What `fill` gives.
    static func save(
        _ index: Int, of fileID: Int64, total: Int32?, count: Int,
        _ fill: (UnsafeMutableRawBufferPointer) -> TransferError?
    ) throws(TransferError) -> [UInt8] {
        let head = head(Int32(clamping: index), of: fileID, total: total, count: count)
        let end = head.count + count
        var failure: TransferError?
        let bytes = [UInt8](unsafeUninitializedCapacity: (end + 3) & ~3) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(buffer)
            place.copyBytes(from: head)
            failure = fill(UnsafeMutableRawBufferPointer(rebasing: place[head.count..<end]))
            let padded = (end + 3) & ~3
            for offset in end..<padded { place[offset] = 0 }
            initialized = failure == nil ? padded : 0
        }
        if let failure { throw failure }
        return bytes
    }

    /// The arguments before the bytes, and their length.
    private static func head(_ index: Int32, of fileID: Int64, total: Int32?, count: Int) -> [UInt8] {
        var writer = LittleEndianBytes()
        writer.add(total == nil ? TL.upload.SaveFilePart.constructorID : TL.upload.SaveBigFilePart.constructorID)
        writer.add(fileID)
        writer.add(index)
        if let total { writer.add(total) }
        // The length as the schema writes it: one byte, or 254 and three bytes.
        if count < 254 {
            writer.bytes.append(UInt8(truncatingIfNeeded: count))
        } else {
            writer.add(UInt32(truncatingIfNeeded: count) << 8 | 254)
        }
        return writer.bytes
    }

    /// Finds the bytes in the answer of `upload.getFile`.
    ///
    /// - Parameter answer: The answer.
    /// - Returns: The bytes, in the memory of the answer; `nil` if it is another answer, or damaged.
    static func bytes(in answer: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        // The kind of file and a time stand before the bytes.
        let start = answer.startIndex + 12
        guard word(answer, at: answer.startIndex) == TL.upload.File.File.constructorID,
            let first = word(answer, at: start)
        else { return nil }
        let isLong = first & 0xFF == 254
        guard isLong || first & 0xFF < 254 else { return nil }
        let count = Int(isLong ? first >> 8 : first & 0xFF)
        let begin = start + (isLong ? 4 : 1)
        guard answer.endIndex - begin >= count, answer.endIndex - begin - count < 4 else { return nil }
        return answer[begin..<begin + count]
    }

    private static func word(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard bytes.endIndex - index >= 4 else { return nil }
        return bytes[index..<index + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
}

/// Numbers one after the other, least significant byte first.
private struct LittleEndianBytes {
    var bytes: [UInt8] = []

    mutating func add(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
}

extension Invoker {
    func transfer<Function: TLFunction>(
        _ bytes: [UInt8], of function: Function.Type, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let response = try await invoke(WrittenCall<Function>(bytes: bytes), on: destination, options: options)
        if let isTrue = response as? Bool { return Self.written(isTrue) }
        guard let value = response as? any TLEncodable, let written = try? value.encoded() else {
            throw .invalidResponse(method: "\(Function.self)", nil)
        }
        return written[...]
    }

    private static func written(_ value: Bool) -> ArraySlice<UInt8> {
        var writer = TLWriter()
        writer.bool(value)
        return ((try? writer.finish()) ?? [])[...]
    }
}
