//! Laws of segmentation.
