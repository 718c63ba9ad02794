import XCTest

final class PlaceholderFSM: XCTestCase {}
