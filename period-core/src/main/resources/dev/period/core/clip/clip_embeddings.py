pixels: Tensor, w: List[Tensor] -> Tensor
n = torch.size(pixels, 0)
patches = torch.conv2d(pixels, torch.to(w[1], 6), None, [$patch, $patch])
patches = torch.transpose(torch.flatten(patches, 2, -1), 1, 2)
tokens = torch.cat([torch.expand(torch.reshape(torch.to(w[0], 6), [1, 1, $width]), [n, 1, $width]), patches], 1)
return torch.layer_norm(torch.add(tokens, torch.to(w[2], 6)), [$width], torch.to(w[3], 6), torch.to(w[4], 6), $eps, False)
