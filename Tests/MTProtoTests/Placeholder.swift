import XCTest

final class PlaceholderMTProto: XCTestCase {}
