pixels: Tensor, w: List[Tensor] -> Tensor
n = torch.size(pixels, 0)
patches = torch.conv2d(pixels, w[1], None, [$patch, $patch])
patches = torch.transpose(torch.flatten(patches, 2, -1), 1, 2)
tokens = torch.cat([torch.expand(torch.reshape(w[0], [1, 1, $width]), [n, 1, $width]), patches], 1)
return torch.layer_norm(torch.add(tokens, w[2]), [$width], w[3], w[4], $eps, False)
